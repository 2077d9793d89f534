import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toHex } from "../../src/base/text.js";
import { LedgerApplication } from "../../src/engines/application.js";
import { encodeBundle } from "../../src/engines/cometbft/bundle.js";
import { CometEngine } from "../../src/engines/cometbft/engine.js";
import type { Application } from "../../src/engines/port.js";
import { SoloEngine } from "../../src/engines/solo/solo.js";
import type { Way } from "../../src/engines/way.js";
import { Ledger } from "../../src/ledger/ledger.js";
import { MemoryState } from "../../src/ledger/state.js";
import { decodeTransaction, type Transaction } from "../../src/ledger/transaction.js";
import { consortiumDefaults } from "../../src/node/consortium/order-together.js";
import { DurableRecord } from "../../src/storage/log/durable-record.js";
import { SegmentLog } from "../../src/storage/log/segment-log.js";
import { genesisOf, signer, start, TestNetwork } from "../network.js";
import { registrations } from "./registrations.js";

const registrar = signer(2);
const genesis = genesisOf([
  {
    name: "registry",
    officers: [{ handle: "clerk", seed: 2, role: "registrar", until: start + 5_000 }],
  },
]);

/** The founded ledger in memory with a real log and record under it. */
function application() {
  const network = new TestNetwork(genesis);
  const dir = mkdtempSync(join(tmpdir(), "engine-"));
  const record = DurableRecord.open(join(dir, "record"));
  const log = SegmentLog.open(join(dir, "log"), { networkId: network.id, record: null });
  log.append(network.founded.leaves);
  record.write({ ...log.syncNow(), root: network.founded.root });
  const { ledger } = network;
  return {
    network,
    ledger,
    log,
    record,
    application: new LedgerApplication(ledger, log, record, 0),
  };
}

/** CometBFT's part is the test's: which bundles come in which block, at which time. */
async function decideBlocks(
  application: Application,
  blocks: readonly { time: number; transactions: Transaction[] }[],
) {
  const way: Way = {
    verify: async (bytes) => decodeTransaction(bytes),
    application,
    now: () => start,
    publish: async () => {},
  };
  const engine = new CometEngine(
    way,
    consortiumDefaults,
    async () => "taken",
    (error) => {
      throw error;
    },
  );
  for (const [i, { time, transactions }] of blocks.entries()) {
    const hash = new Uint8Array(32).fill(i);
    const envelopes = transactions.map(({ bytes }) => bytes);
    const bundles = envelopes
      .map((_, at) => envelopes.slice(at, at + 3))
      .filter((_, at) => at % 3 === 0);
    await engine.finalize({
      height: i + 1,
      hash,
      time,
      evidence: null,
      bundles: bundles.map(encodeBundle),
    });
    await engine.commit();
  }
  engine.stop();
  return application.info();
}

describe("the engines' port", () => {
  it("gives the same root for the same blocks and times, whichever engine made them", async () => {
    const solo = application();
    const made: { time: number; transactions: Transaction[] }[] = [];
    const transactions = registrations(solo.network, registrar, 2);
    const byId = new Map(transactions.map((t) => [toHex(t.id), t]));
    const clock = { now: start };
    const options = {
      mempool: { transactions: 1000, bytes: 1e7 },
      blockTransactions: 7,
      gatherMs: 1,
    };
    const way: Way = {
      verify: async (bytes) => decodeTransaction(bytes),
      application: solo.application,
      now: () => clock.now,
      publish: async ({ time, results }) => {
        made.push({ time, transactions: results.flatMap(({ id }) => byId.get(toHex(id)) ?? []) });
        // The registrar's office ends on the way, by a deadline and its tick.
        clock.now += 1_000;
      },
    };
    const engine = new SoloEngine(way, options, (error) => {
      throw error;
    });
    const results = await Promise.all(
      transactions.map((transaction) => engine.submit(transaction)),
    );
    await engine.stop();
    const codes = new Set(results.map(({ code }) => code));
    expect(codes).toEqual(new Set(["ok", "IDENTITY_NO_OFFICE"]));

    const other = application();
    const { engineHeight, ...info } = await decideBlocks(other.application, made);
    expect(engineHeight).toBe(made.length);
    expect(solo.application.info()).toEqual({ ...info, engineHeight: 0 });
    expect([...other.log.leaves()]).toEqual([...solo.log.leaves()]);
    const { size, root } = info;
    expect([solo, other].map(({ record }) => record.read())).toMatchObject([
      { size, root },
      { size, root },
    ]);
  });

  it("lets nothing that is in memory overtake what is read from a disk before it", async () => {
    const { network, ledger, log, record } = application();
    const answers: (() => void)[] = [];
    const state = Object.assign(new MemoryState(), {
      readAhead: () => new Promise<void>((resolve) => answers.push(resolve)),
    });
    const port = new LedgerApplication(
      new Ledger(ledger.modules, state, ledger.head),
      log,
      record,
      0,
    );
    const [one, other] = registrations(network, registrar, 2);
    if (one === undefined || other === undefined) throw new TypeError("no transactions");
    const read: string[] = [];
    const reading = [
      port.readAhead(one).then(() => read.push("one")),
      port.readAhead(other).then(() => read.push("other")),
    ];
    for (const answer of answers.reverse()) answer();
    await Promise.all(reading);
    expect(read).toEqual(["one", "other"]);
  });
});
