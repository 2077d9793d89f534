import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import { isCoded } from "../../base/errors.js";
import type { Block } from "../../ledger/ledger.js";
import { decodeTransaction, type Transaction } from "../../ledger/transaction.js";
import { Mempool } from "../mempool.js";
import type { Application } from "../port.js";
import { type StartTimer, startTimer } from "../timer.js";
import type { Way } from "../way.js";
import { SoloEngine } from "./solo.js";

const genesis = genesisOf([
  {
    name: "registry",
    officers: [{ handle: "chief", seed: 1, role: "administrator", until: start + 40 }],
  },
]);
const limits = { transactions: 8, bytes: 100_000 };
/** Refused by execution, which is a result like another. */
const note = (network: TestNetwork, seed: number) =>
  network.transaction("identity.dismiss", { handle: "nobody", role: "registrar" }, signer(seed));

/** The ledger in memory behind the port; `commit` waits for the test where it is told to. */
function bench(more: Partial<Application> = {}, timer: StartTimer = startTimer) {
  const network = new TestNetwork(genesis);
  const { ledger } = network;
  const application: Application = {
    info: () => ({
      height: 0,
      time: ledger.head.seal?.time ?? 0,
      size: ledger.size,
      root: new Uint8Array(32),
      engineHeight: 0,
    }),
    terms: () => ({ validators: [], parameters: { blockBytes: 0 } }),
    readAhead: async () => {},
    check: () => {},
    finalize: ({ time, evidence, transactions }) => ledger.execute(time, evidence, transactions),
    commit: async () => {},
    known: (transaction) => ledger.known(transaction),
    earliestDeadline: () => ledger.state.earliestDeadline(),
    ...more,
  };
  const blocks: Block[] = [];
  const halts: unknown[] = [];
  const waiting: (() => void)[] = [];
  const next = () => new Promise<void>((resolve) => waiting.push(resolve));
  const clock = { now: start };
  const way: Way = {
    verify: async (bytes) => decodeTransaction(bytes),
    application,
    now: () => clock.now,
    publish: async (block) => {
      blocks.push(block);
      for (const wake of waiting.splice(0)) wake();
    },
  };
  const options = { mempool: limits, blockTransactions: 4, gatherMs: 1 };
  const engine = new SoloEngine(way, options, (error) => halts.push(error), timer);
  return { network, engine, blocks, halts, clock, next };
}

describe("the mempool", () => {
  const network = new TestNetwork(genesis);
  const sender = ({ payload }: Transaction) => payload.signers[0];

  it("lets senders take turns, each in the order of coming", () => {
    const pool = new Mempool(limits);
    const flood = Array.from({ length: 4 }, () => note(network, 5));
    const others = [note(network, 6), note(network, 7)];
    for (const transaction of [...flood, ...others]) pool.add(transaction);
    expect(pool.take(3).map(sender)).toEqual(
      [flood[0], ...others].map((t) => sender(t as Transaction)),
    );
    expect(pool.take(9)).toEqual(flood.slice(1));
    expect(pool.size).toBe(0);
  });

  it("gives one sender as much as there is room left, and somebody new always some", () => {
    const pool = new Mempool(limits);
    const most = (seed: number) => {
      for (let count = 0; ; count++) {
        try {
          pool.add(note(network, seed));
        } catch (error) {
          return { count, code: isCoded(error) && error.code };
        }
      }
    };
    expect([5, 6, 7].map(most)).toEqual(
      [4, 2, 1].map((count) => ({ count, code: "ENGINE_SENDER_FULL" })),
    );
    expect([8, 9].map(most)).toEqual([1, 0].map((count) => ({ count, code: "ENGINE_FULL" })));
  });

  it("counts bytes in the same way", () => {
    const size = note(network, 5).bytes.length;
    const pool = new Mempool({ transactions: 100, bytes: 4 * size });
    for (const seed of [5, 5, 6]) pool.add(note(network, seed));
    expect(() => pool.add(note(network, 5))).toThrowError(
      expect.objectContaining({ code: "ENGINE_SENDER_FULL" }),
    );
    pool.add(note(network, 7));
    expect(() => pool.add(note(network, 8))).toThrowError(
      expect.objectContaining({ code: "ENGINE_FULL" }),
    );
  });

  it("takes back what a block had no room for, in its place", () => {
    const pool = new Mempool(limits);
    const transactions = Array.from({ length: 4 }, () => note(network, 5));
    for (const transaction of transactions) pool.add(transaction);
    pool.giveBack(pool.take(3).slice(1));
    expect(pool.take(9)).toEqual(transactions.slice(1));
  });
});

describe("the solo engine", () => {
  it("makes blocks by count and answers each transaction with its result", async () => {
    const { network, engine, blocks } = bench();
    const results = await Promise.all(
      [5, 5, 6, 6, 7, 7].map((seed) => engine.submit(note(network, seed))),
    );
    expect(new Set(results.map(({ code }) => code))).toEqual(
      new Set(["IDENTITY_OFFICIAL_UNKNOWN"]),
    );
    expect(blocks.map(({ results }) => results.length)).toEqual([4, 2]);
    await engine.stop();
  });

  it("makes a block so long after the first came, however many come meanwhile", async () => {
    const running = new Set<() => void>();
    const { network, engine, blocks } = bench({}, (_, work) => {
      running.add(work);
      return () => running.delete(work);
    });
    const first = engine.submit(note(network, 5));
    const [timer] = running;
    const second = engine.submit(note(network, 6));
    expect([...running]).toEqual([timer]);
    timer?.();
    await Promise.all([first, second]);
    expect(blocks).toHaveLength(1);
    await engine.stop();
  });

  it("counts the time that somebody waited while a block was made", async () => {
    const timers: (() => void)[] = [];
    const disk = new EventEmitter();
    const durable = once(disk, "durable");
    const { network, engine, blocks, clock } = bench(
      { commit: async () => void (await durable) },
      (_, work) => {
        timers.push(work);
        return () => {};
      },
    );
    const first = engine.submit(note(network, 5));
    timers.at(-1)?.();
    const second = engine.submit(note(network, 6));
    clock.now = start + 1;
    disk.emit("durable");
    // No timer goes off any more.
    await Promise.all([first, second]);
    expect(blocks).toHaveLength(2);
    await engine.stop();
  });

  it("answers the same transaction twice with one result, waiting or on record", async () => {
    const { network, engine, blocks } = bench();
    const once = note(network, 5);
    const [a, b] = await Promise.all([engine.submit(once), engine.submit(once)]);
    expect(b).toEqual(a);
    expect(await engine.submit(once)).toEqual(a);
    expect(blocks).toHaveLength(1);
    await engine.stop();
  });

  it("answers nobody before the block is durable, nor one who asks while it is being made so", async () => {
    const disk: { durable: () => void } = { durable: () => {} };
    const durable = new Promise<void>((resolve) => {
      disk.durable = resolve;
    });
    const committing: { begun: () => void } = { begun: () => {} };
    const begun = new Promise<void>((resolve) => {
      committing.begun = resolve;
    });
    const { network, engine } = bench({
      commit: () => {
        committing.begun();
        return durable;
      },
    });
    const once = note(network, 5);
    const answered: string[] = [];
    const first = engine.submit(once).then(() => answered.push("first"));
    await begun;
    const again = engine.submit(once).then(() => answered.push("again"));
    await Promise.resolve();
    expect(answered).toEqual([]);
    disk.durable();
    await Promise.all([first, again]);
    expect(answered).toEqual(["first", "again"]);
    await engine.stop();
  });

  it("wakes for a deadline, and adds nothing while none is due", async () => {
    const { engine, blocks, clock, next } = bench();
    clock.now = start + 40;
    const woken = next();
    // The engine planned its wake-up while the clock stood before the deadline: 40 ms away.
    await woken;
    expect(blocks.map(({ facts }) => facts.map(({ kind }) => kind))).toEqual([
      ["tick", "module", "seal"],
    ]);
    await engine.stop();
    expect(blocks).toHaveLength(1);
  });

  it("never seals a time before the last, though the clock goes back", async () => {
    const { network, engine, blocks, clock } = bench();
    clock.now = start + 20;
    await engine.submit(note(network, 5));
    clock.now = start + 10;
    await engine.submit(note(network, 5));
    expect(blocks.map(({ time }) => time)).toEqual([start + 20, start + 20]);
    await engine.stop();
  });

  it("stops for good when a block cannot be made durable, and tells everyone who waits", async () => {
    const { network, engine, halts } = bench({
      commit: () => Promise.reject(new TypeError("disk gone")),
    });
    await expect(engine.submit(note(network, 5))).rejects.toMatchObject({ code: "ENGINE_HALTED" });
    await expect(engine.submit(note(network, 6))).rejects.toMatchObject({ code: "ENGINE_HALTED" });
    expect(halts).toHaveLength(1);
    expect(engine.running).toBe(false);
    await engine.stop();
  });

  it("finishes what waits when it is stopped, and takes nothing more", async () => {
    const { network, engine, blocks } = bench();
    const waiting = [5, 6, 7].map((seed) => engine.submit(note(network, seed)));
    await engine.stop();
    expect(await Promise.all(waiting)).toHaveLength(3);
    expect(blocks).toHaveLength(1);
    await expect(engine.submit(note(network, 8))).rejects.toMatchObject({
      code: "ENGINE_STOPPING",
    });
  });
});
