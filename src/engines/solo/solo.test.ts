import { EventEmitter, once } from "node:events";
import { describe, expect, it } from "vitest";
import { genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import type { Block } from "../../ledger/ledger.js";
import { decodeTransaction } from "../../ledger/transaction.js";
import type { Application } from "../port.js";
import { type StartTimer, startTimer } from "../timer.js";
import type { Way } from "../way.js";
import { SoloEngine } from "./solo.js";

/* How it makes blocks. What every engine does is in test/engines/application.test.ts. */

const genesis = genesisOf([{ name: "registry", officers: [] }]);
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
  const clock = { now: start };
  const way: Way = {
    verify: async (bytes) => decodeTransaction(bytes),
    application,
    now: () => clock.now,
    publish: async (block) => void blocks.push(block),
  };
  const options = { mempool: limits, blockTransactions: 4, gatherMs: 1 };
  const fail = (error: unknown) => expect.unreachable(String(error));
  const engine = new SoloEngine(way, options, fail, timer);
  return { network, engine, blocks, clock };
}

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
