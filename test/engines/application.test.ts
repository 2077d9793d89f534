import { describe, expect, it } from "vitest";
import { toHex } from "../../src/base/text.js";
import { decodeFact, isTombstone } from "../../src/ledger/fact.js";
import type { Transaction } from "../../src/ledger/transaction.js";
import { audit } from "../audit.js";
import { signedTransaction } from "../envelopes.js";
import { binding, genesisOf, signer, start } from "../network.js";
import { Bench, type Changes, engines } from "./bench.js";
import { registrations } from "./registrations.js";

/*
 * What the application does behind the engines' port, whichever engine orders. What only one of them
 * has (timers, bundles, frames) is tested beside it.
 */

const HOUR_MS = 3_600_000;
const [chief, registrar] = [signer(1), signer(2)];
const genesis = genesisOf([
  {
    name: "registry",
    officers: [
      { handle: "chief", seed: 1, role: "administrator" },
      { handle: "clerk", seed: 2, role: "registrar", until: start + 40 },
    ],
  },
]);
const coded = (code: string) => expect.objectContaining({ code });

describe.each(engines)("the application behind %s", (_, begin) => {
  const open = (changes?: Changes) => Bench.open(begin, genesis, changes);

  const appoint = ({ network }: Bench, number: number): Transaction =>
    network.transaction(
      "identity.appoint",
      {
        organisation: "registry",
        handle: `official-${number}`,
        key: binding(signer(10 + number)),
        office: { role: "registrar", within: null, upTo: null, until: null },
      },
      chief,
    );
  const dismiss = ({ network }: Bench, number: number): Transaction =>
    network.transaction(
      "identity.dismiss",
      { handle: `official-${number}`, role: "registrar" },
      chief,
    );
  const keysOf = ({ leaves }: Bench): string[] =>
    leaves.map((leaf, index) => {
      const fact = decodeFact(index, leaf);
      return isTombstone(fact) ? "struck" : fact.key;
    });
  /** Something that the test lets happen. */
  function gate() {
    const opened: { open: () => void } = { open: () => {} };
    const passed = new Promise<void>((resolve) => {
      opened.open = resolve;
    });
    return { passed, open: () => opened.open() };
  }

  it("answers each transaction with its result, refused ones too, and has it on record", async () => {
    const bench = await open();
    const transactions = [appoint(bench, 1), dismiss(bench, 2), appoint(bench, 3)];
    const results = await Promise.all(transactions.map((each) => bench.submit(each)));
    expect(results.map(({ code }) => code)).toEqual(["ok", "IDENTITY_OFFICIAL_UNKNOWN", "ok"]);
    const keys = keysOf(bench);
    for (const [i, { index }] of results.entries()) expect(keys[index]).toBe(transactions[i]?.key);
    audit(bench.network.id, bench.leaves);
  });

  it("executes what one sender sent in the order in which it came", async () => {
    const bench = await open();
    const sent = [appoint(bench, 1), dismiss(bench, 1), dismiss(bench, 1), appoint(bench, 2)];
    const results = await Promise.all(sent.map((each) => bench.submit(each)));
    const codes = results.map(({ code }) => code);
    expect(codes).toEqual(["ok", "ok", "IDENTITY_OFFICIAL_UNKNOWN", "ok"]);
    expect(results.map(({ index }) => index)).toEqual(
      results.map(({ index }) => index).toSorted((a, b) => a - b),
    );
  });

  it("gives one transaction one result and one fact, however often it is sent", async () => {
    const bench = await open();
    const once = appoint(bench, 1);
    const [first, second] = await Promise.all([bench.submit(once), bench.submit(once)]);
    expect(second).toEqual(first);
    const { size } = bench.info;
    expect(await bench.submit(once)).toEqual(first);
    const { result } = await bench.admit(once.bytes);
    expect(result).toEqual(first);
    expect(bench.info.size).toBe(size);
    expect(keysOf(bench).filter((key) => key === once.key)).toHaveLength(1);
  });

  it.each<[string, (commit: () => Promise<void>) => Changes]>([
    [
      "durable",
      (wait) => ({
        application: (real) => ({
          commit: async () => {
            await real.commit();
            await wait();
          },
        }),
      }),
    ],
    ["shown", (wait) => ({ publish: wait })],
  ])(
    "answers nobody before the block is %s, nor one who asks meanwhile",
    async (_name, changes) => {
      const [begun, held] = [gate(), gate()];
      let isHeld = false;
      const bench = await open(
        changes(async () => {
          if (!isHeld) return;
          begun.open();
          await held.passed;
        }),
      );
      isHeld = true;
      const once = appoint(bench, 1);
      const answered: string[] = [];
      const first = bench.submit(once).then(() => answered.push("first"));
      await begun.passed;
      const again = bench.submit(once).then(() => answered.push("again"));
      await Promise.resolve();
      expect(answered).toEqual([]);
      held.open();
      await Promise.all([first, again]);
      expect(answered).toEqual(["first", "again"]);
    },
  );

  it.each<[string, string, number, (bench: Bench) => Transaction]>([
    ["has expired", "ADMIT_EXPIRED", HOUR_MS + 1, (bench) => appoint(bench, 1)],
    ["holds too long", "ADMIT_VALIDITY", HOUR_MS - 2_592_000_001, (bench) => appoint(bench, 1)],
    [
      "is of no type",
      "TX_TYPE",
      0,
      ({ network }) => network.transaction("land.none", {}, registrar),
    ],
    [
      "has another body",
      "TX_BODY",
      0,
      ({ network }) => network.transaction("land.register", {}, registrar),
    ],
    [
      "is a stranger's",
      "ADMIT_STRANGER",
      0,
      ({ network }) =>
        network.transaction("identity.dismiss", { handle: "x", role: "registrar" }, signer(77)),
    ],
  ])("refuses at the door what %s: %s, without a trace", async (_name, code, later, make) => {
    const bench = await open();
    const transaction = make(bench);
    bench.clock.now = start + later;
    const { size, root } = bench.info;
    await expect(bench.submit(transaction)).rejects.toThrowError(coded(code));
    await expect(bench.admit(transaction.bytes)).rejects.toThrowError(coded(code));
    bench.clock.now = start;
    expect(bench.engine.waiting).toBe(0);
    expect(bench.info).toMatchObject({ size, root });
  });

  it("refuses bytes that nobody signed, and another network's", async () => {
    const bench = await open();
    const forged = appoint(bench, 1).bytes.slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    await expect(bench.admit(forged)).rejects.toThrowError(coded("ENVELOPE_SIGNATURE"));
    const { payload } = dismiss(bench, 1);
    const { type, body, validUntil, nonce } = payload;
    const elsewhere = { network: new Uint8Array(32), type, body, validUntil, nonce };
    const { bytes } = signedTransaction({ ...elsewhere, signers: [chief] });
    await expect(bench.admit(bytes)).rejects.toThrowError(coded("ENVELOPE_NETWORK"));
  });

  it("acts on a deadline in the first block whose time reaches it, and adds nothing before", async () => {
    const bench = await open();
    const { size } = bench.info;
    bench.clock.now = start + 40;
    await bench.nextBlock();
    expect(bench.blocks.map(({ facts }) => facts.map(({ kind }) => kind))).toEqual([
      ["tick", "module", "seal"],
    ]);
    expect(bench.info.size).toBe(size + 3);
    // The clerk's office has ended.
    const [lot] = registrations(bench.network, registrar, 1);
    const { code } = await bench.submit(lot ?? expect.unreachable());
    expect(code).toBe("IDENTITY_NO_OFFICE");
    expect(bench.blocks).toHaveLength(2);
  });

  it("never seals a time before the last, though the clock goes back", async () => {
    const bench = await open();
    bench.clock.now = start + 20;
    await bench.submit(appoint(bench, 1));
    bench.clock.now = start + 10;
    await bench.submit(appoint(bench, 2));
    expect(bench.blocks.map(({ time }) => time)).toEqual([start + 20, start + 20]);
  });

  it("stops for good when a block cannot be made durable, and tells everyone who waits", async () => {
    const disk = { isGone: false };
    const bench = await open({
      application: (real) => ({
        commit: async () => {
          if (disk.isGone) throw new TypeError("disk gone");
          await real.commit();
        },
      }),
    });
    disk.isGone = true;
    await expect(bench.submit(appoint(bench, 1))).rejects.toThrowError(coded("ENGINE_HALTED"));
    await expect(bench.submit(appoint(bench, 2))).rejects.toThrowError(coded("ENGINE_HALTED"));
    expect(bench.halts).toHaveLength(1);
    expect(bench.engine.running).toBe(false);
  });

  it("goes on after a start from the disk: the same head, the same answers", async () => {
    const bench = await open();
    const [before, after] = [appoint(bench, 1), appoint(bench, 2)];
    const result = await bench.submit(before);
    const { size, root, height, time } = bench.info;
    await bench.reopen();
    expect(bench.info).toMatchObject({ size, root, height, time });
    expect(toHex((await bench.submit(before)).id)).toBe(toHex(result.id));
    expect(await bench.submit(before)).toMatchObject({ index: result.index, code: "ok" });
    expect(bench.info.size).toBe(size);
    expect((await bench.submit(after)).code).toBe("ok");
    audit(bench.network.id, bench.leaves);
  });

  it("takes nothing once it is stopped", async () => {
    const bench = await open();
    const { engine } = bench;
    const late = appoint(bench, 1);
    await bench.close();
    await expect(engine.submit(late)).rejects.toThrowError(coded("ENGINE_STOPPING"));
  });

  it("registers a street, which an audit finds whole", async () => {
    const bench = await open();
    const results = await Promise.all(
      registrations(bench.network, registrar, 1).map((each) => bench.submit(each)),
    );
    expect(new Set(results.map(({ code }) => code))).toEqual(new Set(["ok"]));
    expect(results.length).toBeGreaterThan(5);
    audit(bench.network.id, bench.leaves);
  });
});
