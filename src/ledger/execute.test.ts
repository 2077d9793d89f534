import { describe, expect, it } from "vitest";
import { z } from "zod";
import { signedTransaction } from "../../test/envelopes.js";
import { errorFamily, type Facts } from "../base/errors.js";
import { leafHash } from "../crypto/hash.js";
import { seedSigner } from "../crypto/signer.js";
import { algorithms } from "./envelope.js";
import { emptyHead, Ledger } from "./ledger.js";
import { defineModule, transactionType } from "./module.js";
import { ModuleSet } from "./module-set.js";
import { bytes32, recordType, uint } from "./record-type.js";
import { readTransaction } from "./records.js";
import { MemoryState } from "./state.js";

const noteError = errorFamily({ NOTE_REFUSED: "Refused." });
const note = recordType({
  prefix: "note/text",
  schema: z.strictObject({
    text: z.string(),
    until: uint.nullable(),
    secret: z.union([z.string(), bytes32]),
  }),
  publicity: { text: "open", until: "open", secret: "closed" },
  lists: (_, { text }) => [`note/${text.slice(0, 1)}`],
  deadline: (_, { until }) => until,
});
const refusedFacts: { facts: Facts } = { facts: {} };
/** A module of few words that does, or tries to do, all that a module may. */
const module = defineModule({
  name: "note",
  version: 1,
  records: [note],
  errors: [noteError],
  genesis: (context) =>
    context.put(note, "first", { text: "a", until: null, secret: new Uint8Array(32) }),
  onTime: (context, { key }) => context.retract(note, key.slice(note.prefix.length + 1)),
  invariants: [],
  transactions: {
    write: transactionType({
      body: z.strictObject({
        id: z.string(),
        text: z.string(),
        until: uint.nullable(),
        open: z.boolean(),
      }),
      sentence: ({ id }) => `Wrote ${id}`,
      execute: (context, { id, text, until, open }) =>
        context.put(note, id, { text, until, secret: open ? "seen by all" : new Uint8Array(32) }),
    }),
    refuse: transactionType({
      body: z.strictObject({}),
      sentence: () => "Refuses",
      execute: (context) => {
        context.put(note, "dropped", { text: "x", until: null, secret: new Uint8Array(32) });
        throw noteError("NOTE_REFUSED", refusedFacts.facts);
      },
    }),
    twice: transactionType({
      body: z.strictObject({}),
      sentence: () => "Writes a key twice",
      execute: (context) => {
        for (const text of ["x", "y"])
          context.put(note, "twice", { text, until: null, secret: new Uint8Array(32) });
      },
    }),
    fails: transactionType({
      body: z.strictObject({}),
      sentence: () => "Fails",
      execute: () => {
        throw new TypeError("a fault of the program");
      },
    }),
  },
});

const T0 = 1_700_000_000_000;
const signer = seedSigner(new Uint8Array(32).fill(7));
let nonces = 0;

function network(algorithmTable: (number | null)[][] = [[algorithms.EdDSA, 0, null]]) {
  const tables = { algorithms: algorithmTable, publicity: { "note/text.secret": "closed" } };
  const ledger = new Ledger(
    ModuleSet.select([module], { note: 1 }, tables),
    new MemoryState(),
    emptyHead(),
  );
  const genesis = { name: "demo", salt: new Uint8Array(16), modules: { note: 1 }, tables };
  const id = leafHash(ledger.found(genesis, T0).leaves[0] as Uint8Array);
  const transaction = (
    type: string,
    body: Parameters<typeof signedTransaction>[0]["body"],
    validUntil = T0 + 60_000,
  ) => {
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, nonces++);
    return signedTransaction({ network: id, type, body, signers: [signer], validUntil, nonce });
  };
  const write = (id: string, more: object = {}) =>
    transaction("note.write", { id, text: "b", until: null, open: false, ...more });
  return { ledger, transaction, write };
}

describe("executing blocks", () => {
  it("puts a refusal on record with its facts, and nothing of what it wrote", () => {
    const { ledger, transaction } = network();
    refusedFacts.facts = { missing: 3 };
    const block = ledger.execute(T0, null, [transaction("note.refuse", {})]);
    expect(block?.results.map(({ code }) => code)).toEqual(["NOTE_REFUSED"]);
    expect(readTransaction(block?.facts[0]?.value)).toMatchObject({
      detail: { missing: 3 },
      writes: 0,
    });
    expect(block?.facts.map(({ kind }) => kind)).toEqual(["tx", "seal"]);
    expect(ledger.state.get("note/text/dropped")).toBeUndefined();
  });

  it.each([
    ["a number past 2⁵³", { n: 2 ** 60 }],
    ["a fraction", { n: 0.5 }],
    ["a bigint past 2⁶⁴", { n: 2n ** 70n }],
    ["text that is not well formed", { t: "\ud800" }],
    ["more text than a leaf holds", { t: "x".repeat(100_000) }],
  ])("survives a refusal whose facts hold %s", (_, facts) => {
    const { ledger, transaction } = network();
    refusedFacts.facts = facts;
    expect(ledger.execute(T0, null, [transaction("note.refuse", {})])?.results[0]?.code).toBe(
      "NOTE_REFUSED",
    );
  });

  it.each([
    ["TX_TYPE", "note.none", {}, T0 + 1],
    ["TX_BODY", "note.write", { id: "x" }, T0 + 1],
    ["TX_EXPIRED", "note.refuse", {}, T0 - 1],
    ["TX_VALIDITY", "note.refuse", {}, T0 + 2_592_000_001],
    ["TX_PUBLICITY", "note.write", { id: "x", text: "", until: null, open: true }, T0 + 1],
  ])("refuses with %s", (code, type, body, validUntil) => {
    const { ledger, transaction } = network();
    expect(ledger.execute(T0, null, [transaction(type, body, validUntil)])?.results[0]?.code).toBe(
      code,
    );
  });

  it("refuses an algorithm that the network's table does not have at this height", () => {
    const { ledger, write } = network([[algorithms.EdDSA, 0, 1]]);
    expect(ledger.execute(T0, null, [write("a")])?.results[0]?.code).toBe("ok");
    expect(ledger.execute(T0, null, [write("b")])?.results[0]?.code).toBe("TX_ALGORITHM");
  });

  it("gives a known id its first result and adds no fact", () => {
    const { ledger, write } = network();
    const transaction = write("a");
    const first = ledger.execute(T0, null, [transaction, transaction]);
    expect(first?.results.map(({ index }) => index)).toEqual([first?.first, first?.first]);
    expect(ledger.execute(T0, null, [transaction])).toBeNull();
    expect(ledger.known(transaction)).toEqual(first?.results[0]);
  });

  it("acts on a deadline in the first block whose time reaches it, and adds nothing before", () => {
    const { ledger, write } = network();
    ledger.execute(T0, null, [write("a", { until: T0 + 10 })]);
    expect(ledger.execute(T0 + 9, null, [])).toBeNull();
    const block = ledger.execute(T0 + 10, null, [write("b")]);
    expect(block?.facts.map(({ key, value }) => [key.split("/")[0], value === undefined])).toEqual([
      ["tick", false],
      ["note", true],
      ["tx", false],
      ["note", false],
      ["seal", false],
    ]);
    expect(ledger.state.earliestDeadline()).toBeNull();
    expect(ledger.state.members("note/b")).toEqual(["note/text/b"]);
  });

  it("halts on a fault rather than go on", () => {
    for (const type of ["note.fails", "note.twice"]) {
      const { ledger, transaction } = network();
      expect(() => ledger.execute(T0, null, [transaction(type, {})])).toThrowError(
        expect.objectContaining({ code: "EXECUTE_BROKEN" }),
      );
    }
  });

  it("never goes back in time, and is founded once", () => {
    const { ledger } = network();
    expect(() => ledger.execute(T0 - 1, null, [])).toThrowError(
      expect.objectContaining({ code: "LEDGER_TIME" }),
    );
    expect(() => ledger.found({ name: "x" }, T0)).toThrowError(
      expect.objectContaining({ code: "LEDGER_FOUNDED" }),
    );
  });
});
