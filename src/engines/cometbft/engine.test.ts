import { MisbehaviorType, Request, RequestFinalizeBlock } from "cosmjs-types/tendermint/abci/types";
import { describe, expect, it } from "vitest";
import { noSnapshots } from "../../../test/engines/abci-driver.js";
import { collectGarbage } from "../../../test/garbage.js";
import { genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import type { Block } from "../../ledger/ledger.js";
import { decodeTransaction, type Transaction } from "../../ledger/transaction.js";
import { verifyEnvelope } from "../../ledger/verify-envelope.js";
import { validators } from "../../modules/governance/queries.js";
import type { Application } from "../port.js";
import type { Way } from "../way.js";
import { answerOf } from "./abci.js";
import { encodeBundle } from "./bundle.js";
import { CometEngine, type Decided } from "./engine.js";
import type { Broadcast } from "./rpc.js";

/* Bundles, proposals and decided blocks. What every engine does is in test/engines/application.test.ts. */

const genesis = genesisOf([
  {
    name: "registry",
    officers: [{ handle: "chief", seed: 1, role: "administrator", until: start + 1_000_000 }],
  },
]);
const coded = (code: string) => expect.objectContaining({ code });
const bundleOf = (...transactions: readonly Transaction[]) =>
  encodeBundle(transactions.map(({ bytes }) => bytes));

type Changes = {
  readonly proposalEnvelopes?: number;
  /** Transactions for which a block has room. */
  readonly room?: number;
  readonly publish?: Way["publish"];
  readonly check?: Application["check"];
};

/** A real ledger in memory behind the port; blocks are decided by the test. */
function bench({ proposalEnvelopes = 100, room = 100, publish, check = () => {} }: Changes = {}) {
  const network = new TestNetwork(genesis);
  const { ledger } = network;
  let engineHeight = 0;
  const application: Application = {
    info: () => {
      const { frontier, seal } = ledger.head;
      const { height, time } = seal ?? { height: -1, time: 0 };
      return { height, time, size: frontier.size, root: frontier.root(), engineHeight };
    },
    terms: () => ({ validators: validators(network.reader), parameters: { blockBytes: 1 } }),
    readAhead: async () => {},
    check,
    finalize: (proposal) => {
      engineHeight = proposal.engineHeight ?? 0;
      const transactions = proposal.transactions.slice(0, room);
      return ledger.execute(proposal.time, proposal.evidence, transactions);
    },
    commit: async () => {},
    known: (transaction) => ledger.known(transaction),
    earliestDeadline: () => null,
  };
  const shown: Block[] = [];
  const sent: Uint8Array[] = [];
  const way: Way = {
    verify: async (bytes) => {
      verifyEnvelope(bytes, network.id, "exact");
      return decodeTransaction(bytes);
    },
    application,
    publish: publish ?? (async (block) => void shown.push(block)),
    now: () => start,
  };
  const options = {
    mempool: { transactions: 100, bytes: 1_000_000 },
    outbox: { gatherMs: 0, bundles: 4, resendBlocks: 3, retryMs: 1 },
    proposalEnvelopes,
    keptBlocks: 3,
  };
  const broadcast = async (bundle: Uint8Array): Promise<Broadcast> => {
    sent.push(bundle);
    return "taken";
  };
  const fail = (error: unknown) => expect.unreachable(String(error));
  const engine = new CometEngine(way, options, broadcast, fail);
  const decide = (height: number, bundles: readonly Uint8Array[], more: Partial<Decided> = {}) =>
    engine.finalize({
      height,
      hash: new Uint8Array(32).fill(height),
      time: start + height,
      evidence: null,
      bundles,
      ...more,
    });
  /** Refused by execution, which is a result like another. */
  const note = () =>
    network.transaction("identity.dismiss", { handle: "nobody", role: "registrar" }, signer(1));
  return { network, engine, shown, sent, decide, note };
}

describe("a decided block", () => {
  it("is executed, and answered the same when it is asked for again", async () => {
    const { engine, shown, decide, note, network } = bench();
    const bundle = bundleOf(note(), note());
    const first = await decide(1, [bundle]);
    expect(first).toMatchObject({ valid: [true], size: network.ledger.size });
    expect(await decide(1, [bundle])).toBe(first);
    await engine.commit();
    expect(shown.map(({ results }) => results.length)).toEqual([2]);
    expect(engine.info().engineHeight).toBe(1);
  });

  it("without anything new leaves the log as it was, and counts", async () => {
    const { engine, decide, note } = bench();
    const bundle = bundleOf(note());
    const { size, root } = await decide(1, [bundle]);
    await engine.commit();
    expect(await decide(2, [])).toMatchObject({ size, root });
    await engine.commit();
    expect(await decide(3, [bundle, bundle])).toMatchObject({ valid: [true, true], size, root });
  });

  it("passes over what is no bundle, as every agency does", async () => {
    const { decide, note } = bench();
    const forged = bundleOf(note());
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const { valid } = await decide(1, [forged, bundleOf(note()), Uint8Array.of(1)]);
    expect(valid).toEqual([false, true, false]);
  });

  it("says of a bundle that it had no room for all of it, or CometBFT would take it for done", async () => {
    const { engine, decide, note } = bench({ room: 2 });
    const [first, second] = [bundleOf(note()), bundleOf(note(), note())];
    expect(await decide(1, [first, second])).toMatchObject({ valid: [true, false] });
    await engine.commit();
    await engine.check(second);
    expect(await decide(2, [second])).toMatchObject({ valid: [true] });
  });

  it.each([
    [MisbehaviorType.DUPLICATE_VOTE, "duplicate-vote"],
    [MisbehaviorType.LIGHT_CLIENT_ATTACK, "light-client-attack"],
  ])("puts on record what CometBFT has found of validators: %s", async (type, kind) => {
    const { engine, shown } = bench();
    const address = new Uint8Array(20).fill(7);
    const time = { seconds: 1_700_000_000n, nanos: 5_999_999 };
    const misbehavior = [{ type, validator: { address, power: 1n }, height: 9n, time }];
    const block = { height: 1n, hash: new Uint8Array(32), time, misbehavior };
    const answer = answerOf(engine, "chain", noSnapshots);
    await answer(Request.fromPartial({ finalizeBlock: RequestFinalizeBlock.fromPartial(block) }));
    await answer(Request.fromPartial({ commit: {} }));
    const found = [address, kind, 9, 1_700_000_000_005];
    expect(shown[0]?.facts[0]).toMatchObject({ key: "tick/1", value: [found[3], [found], 0] });
  });

  it("says how far back CometBFT is to keep them", async () => {
    const { engine, decide } = bench();
    const kept: number[] = [];
    for (let height = 1; height <= 5; height++) {
      await decide(height, []);
      kept.push(await engine.commit());
    }
    expect(kept).toEqual([0, 0, 1, 2, 3]);
  });

  it("is not kept in memory while the other agencies have yet to sign it", async () => {
    const kept: WeakRef<Block>[] = [];
    const shows: (() => void)[] = [];
    const { engine, decide, note } = bench({
      publish: (block) => {
        kept.push(new WeakRef(block));
        return new Promise((resolve) => shows.push(resolve));
      },
    });
    for (let height = 1; height <= 3; height++) {
      await decide(height, [bundleOf(note())]);
      await engine.commit();
    }
    await collectGarbage();
    expect([shows.length, engine.unshownBlocks]).toEqual([3, 3]);
    // The newest is its state's.
    expect(kept.map((block) => block.deref()?.height).slice(0, 2)).toEqual([undefined, undefined]);
  });

  it("that does not follow, or is another one of its height, is refused", async () => {
    const { decide } = bench();
    await expect(decide(2, [])).rejects.toThrowError(coded("COMET_HEIGHT"));
    await decide(1, []);
    const hash = new Uint8Array(32).fill(9);
    await expect(decide(1, [], { hash })).rejects.toThrowError(coded("COMET_FORK"));
  });
});

describe("a proposal", () => {
  it("is refused for one bad bundle, and for too many envelopes", async () => {
    const { engine, note } = bench({ proposalEnvelopes: 3 });
    const two = bundleOf(note(), note());
    expect(await engine.judge([two])).toBe(true);
    expect(await engine.judge([two, two])).toBe(false);
    expect(await engine.judge([two, Uint8Array.of(0x80)])).toBe(false);
    expect(await engine.judge([])).toBe(true);
  });

  it("takes what is whole, as much as it may", async () => {
    const { engine, note } = bench({ proposalEnvelopes: 3 });
    const some = [bundleOf(note(), note()), bundleOf(note()), bundleOf(note())];
    const [first, second] = some;
    expect(await engine.propose([Uint8Array.of(1), ...some], 1e6)).toEqual([first, second]);
    expect(await engine.propose(some, (first?.length ?? 0) + 8)).toEqual([first]);
  });

  it("takes what other bundles brought already as well, or CometBFT would keep it for ever", async () => {
    const { engine, decide, note } = bench();
    const [one, other] = [note(), note()];
    await decide(1, [bundleOf(one, other)]);
    await engine.commit();
    const [old, fresh] = [bundleOf(one), bundleOf(other, note())];
    expect(await engine.propose([old, fresh], 1e6)).toEqual([old, fresh]);
  });
});

describe("a transaction", () => {
  it("is admitted by the newest block's time, whatever this machine's clock says", async () => {
    const times: number[] = [];
    const { engine, decide, note } = bench({ check: (_transaction, now) => void times.push(now) });
    await engine.check(bundleOf(note()));
    await decide(1, [], { time: start + 3_600_000 });
    await engine.commit();
    await engine.check(bundleOf(note()));
    expect(times).toEqual([start, start + 3_600_000]);
    expect(engine.clockMs).toBe(-3_600_000);
  });

  it("is answered although another agency's bundle brought it", async () => {
    const { engine, decide, note } = bench();
    const transaction = note();
    const result = engine.submit(transaction);
    await decide(1, [bundleOf(transaction)]);
    await engine.commit();
    expect((await result).code).toBe("IDENTITY_OFFICIAL_UNKNOWN");
    engine.stop();
  });

  it("is not answered before its block is shown, whoever asks and whichever agency's bundle brought it", async () => {
    const shows: (() => void)[] = [];
    const { engine, decide, note } = bench({
      publish: () => new Promise((resolve) => shows.push(resolve)),
    });
    const transaction = note();
    await decide(1, [bundleOf(transaction)]);
    const answered: string[] = [];
    const executed = engine.submit(transaction).then(() => answered.push("executed"));
    await engine.commit();
    const durable = engine.submit(transaction).then(() => answered.push("durable"));
    await Promise.resolve();
    expect(answered).toEqual([]);
    for (const show of shows) show();
    await Promise.all([executed, durable]);
    expect(await engine.submit(transaction)).toMatchObject({ id: transaction.id });
    engine.stop();
  });

  it("of before the start is answered once that is shown again", async () => {
    const { engine, decide, note } = bench();
    const transaction = note();
    await decide(1, [bundleOf(transaction)]);
    await engine.commit();
    const shown: { resolve: () => void } = { resolve: () => {} };
    engine.begin(new Promise<void>((resolve) => (shown.resolve = resolve)));
    const answered: string[] = [];
    const result = engine.submit(transaction).then(() => answered.push("answered"));
    await Promise.resolve();
    expect(answered).toEqual([]);
    shown.resolve();
    await result;
    engine.stop();
  });
});
