import { expect, it } from "vitest";
import { z } from "zod";
import { signedTransaction } from "../../test/envelopes.js";
import type { Cbor } from "../codec/cbor-value.js";
import { leafHash } from "../crypto/hash.js";
import { seedSigner } from "../crypto/signer.js";
import { algorithms } from "./envelope.js";
import { emptyHead, Ledger } from "./ledger.js";
import { defineModule, type Module, transactionType } from "./module.js";
import { ModuleSet } from "./module-set.js";
import { bytes32, publicities, recordType, uint } from "./record-type.js";
import { MemoryState } from "./state.js";

const T0 = 1_700_000_000_000;
const signer = seedSigner(new Uint8Array(32).fill(7));
const law = z.strictObject({
  algorithms: z.array(z.strictObject({ algorithm: z.int(), from: uint, to: uint.nullable() })),
  publicity: z.array(z.strictObject({ field: z.string(), publicity: z.enum(publicities) })),
  versions: z.array(z.strictObject({ module: z.string(), version: uint, height: uint })),
});
const lawRecord = recordType({
  prefix: "court/law",
  schema: law,
  publicity: { algorithms: "open", publicity: "open", versions: "open" },
});
const keeper = defineModule({
  name: "court",
  version: 1,
  records: [lawRecord],
  errors: [],
  genesis: () => {},
  invariants: [],
  law: (reader) => reader.read(lawRecord, "this"),
  transactions: {
    decide: transactionType({
      body: law,
      sentence: () => "Decided",
      execute: (context, body) => context.put(lawRecord, "this", body),
    }),
  },
});
const note = recordType({
  prefix: "note/text",
  schema: z.strictObject({ text: z.union([z.string(), bytes32]) }),
  publicity: { text: "open" },
});
const due = recordType({
  prefix: "note/due",
  schema: z.strictObject({ at: uint }),
  publicity: { at: "open" },
  deadline: (_, { at }) => at,
});
const noteVersion = (version: number, more: Partial<Module> = {}): Module =>
  defineModule({
    name: "note",
    version,
    records: [note],
    errors: [],
    genesis: () => {},
    invariants: [],
    transactions: {
      write: transactionType({
        body: z.strictObject({ id: z.string() }),
        sentence: ({ id }) => `Wrote ${id}`,
        execute: (context, { id }) => context.put(note, id, { text: `by version ${version}` }),
      }),
    },
    ...more,
  });
const available = [keeper, noteVersion(1), noteVersion(2, { records: [note, due] })];

let nonces = 0;
function network() {
  const tables = { algorithms: [[algorithms.EdDSA, 0, null]], publicity: {} };
  const modules = { court: 1, note: 1 };
  const state = new MemoryState();
  const ledger = new Ledger(ModuleSet.select(available, modules, tables), state, emptyHead());
  const genesis = { name: "demo", salt: new Uint8Array(16), modules, tables };
  const id = leafHash(ledger.found(genesis, T0).leaves[0] as Uint8Array);
  const transaction = (type: string, body: Cbor) => {
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, nonces++);
    const signers = [signer];
    return signedTransaction({ network: id, type, body, signers, validUntil: T0 + 1000, nonce });
  };
  const decide = (more: object) =>
    transaction("court.decide", { algorithms: [], publicity: [], versions: [], ...more });
  const write = (name: string) => transaction("note.write", { id: name });
  const codes = (...transactions: ReturnType<typeof write>[]) =>
    ledger.execute(T0, null, transactions)?.results.map(({ code }) => code);
  const textOf = (name: string) => state.get(`note/text/${name}`)?.value;
  return { ledger, state, codes, decide, write, textOf };
}

it("holds a field to what was decided from the next block on", () => {
  const { codes, decide, write } = network();
  const publicity = [{ field: "note/text.text", publicity: "closed" }];
  expect(codes(decide({ publicity }), write("a"))).toEqual(["ok", "ok"]);
  expect(codes(write("b"))).toEqual(["TX_PUBLICITY"]);
  expect(codes(decide({}), write("c"))).toEqual(["ok", "TX_PUBLICITY"]);
  expect(codes(write("d"))).toEqual(["ok"]);
});

it("lets an algorithm sign up to the height that was decided", () => {
  const { codes, decide, write } = network();
  expect(codes(decide({ algorithms: [{ algorithm: algorithms.EdDSA, from: 0, to: 3 }] }))).toEqual([
    "ok",
  ]);
  expect([codes(write("a")), codes(write("b")), codes(write("c"))]).toEqual([
    ["ok"],
    ["ok"],
    ["TX_ALGORITHM"],
  ]);
});

it("runs a version from its height on, and what it keeps is derived before it runs", () => {
  const { ledger, codes, decide, write, textOf } = network();
  expect(codes(decide({ versions: [{ module: "note", version: 2, height: 3 }] }))).toEqual(["ok"]);
  codes(write("a"));
  expect(ledger.modules.isFounding).toBe(false);
  codes(write("b"));
  expect([textOf("a"), textOf("b")]).toEqual([{ text: "by version 1" }, { text: "by version 2" }]);
  const { modules } = network().ledger;
  expect(modules.derive("note/due/x")?.({ at: 7 }).deadline).toBe(7);
});

it("stops where this program lacks the version, before anything has changed", () => {
  const { ledger, codes, decide, write } = network();
  codes(decide({ versions: [{ module: "note", version: 3, height: 2 }] }));
  const { size } = ledger;
  expect(() => codes(write("a"))).toThrowError(expect.objectContaining({ code: "MODULE_UNKNOWN" }));
  expect(ledger.size).toBe(size);
  // What reads goes on by the version before.
  expect(ledger.modules.transaction("note.write")).toBeDefined();
});
