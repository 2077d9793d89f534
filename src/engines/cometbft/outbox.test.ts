import { expect, it } from "vitest";
import { genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import type { Transaction } from "../../ledger/transaction.js";
import { decodeBundle } from "./bundle.js";
import { cometError } from "./errors.js";
import { Outbox } from "./outbox.js";
import type { Broadcast } from "./rpc.js";

const network = new TestNetwork(
  genesisOf([
    {
      name: "registry",
      officers: [{ handle: "chief", seed: 1, role: "administrator", until: start + 40 }],
    },
  ]),
);
const note = () =>
  network.transaction("identity.dismiss", { handle: "nobody", role: "registrar" }, signer(1));

/** An outbox whose time stands still until it is told to go on, and whose CometBFT answers as it is told. */
function bench(bundles = 2) {
  const waiting: Transaction[] = [];
  const open = new Set<string>();
  const sent: number[] = [];
  const refused: Transaction[] = [];
  const timers: { ms: number; work: () => void }[] = [];
  const answers: (Broadcast | "away")[] = [];
  const outbox = new Outbox(
    { gatherMs: 10, bundles, resendBlocks: 3, retryMs: 500 },
    async (bundle) => {
      sent.push(decodeBundle(bundle).length);
      const answer = answers.shift() ?? "taken";
      if (answer === "away") throw cometError("COMET_RPC");
      return answer;
    },
    {
      take: (most) => waiting.splice(0, most),
      isOpen: ({ key }) => open.has(key),
      onBundle: () => {},
      onRefused: (transactions) => refused.push(...transactions),
    },
    (ms, work) => {
      const timer = { ms, work };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  );
  const come = (count: number) => {
    const some = Array.from({ length: count }, note);
    for (const each of some) open.add(each.key);
    waiting.push(...some);
    outbox.fill();
    return some;
  };
  /** Lets the timer that runs go off, and what follows from it happen. */
  const pass = async () => {
    const timer = timers.shift();
    timer?.work();
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    return timer?.ms ?? null;
  };
  return { outbox, waiting, open, sent, refused, answers, come, pass };
}

it("bundles what has come, as many bundles at once as it may", async () => {
  const { outbox, sent, waiting, open, come, pass } = bench();
  const some = come(150);
  expect(await pass()).toBe(10);
  expect(sent).toEqual([64, 64]);
  expect([waiting.length, outbox.transactions]).toEqual([22, 128]);
  for (const { key } of some.slice(0, 64)) open.delete(key);
  outbox.settled();
  await pass();
  expect(sent).toEqual([64, 64, 22]);
});

it("sends again what is in none of the next blocks, and not before", async () => {
  const { outbox, sent, come, pass } = bench();
  come(1);
  await pass();
  for (let block = 1; block <= 2; block++) {
    outbox.committed();
    outbox.settled();
    await pass();
  }
  expect(sent).toEqual([1]);
  outbox.committed();
  outbox.settled();
  await pass();
  expect(sent).toEqual([1, 1]);
});

it.each(["full", "away"] as const)(
  "keeps what CometBFT does not take, %s, and tries again later",
  async (answer) => {
    const { sent, answers, come, pass } = bench();
    answers.push(answer);
    come(3);
    await pass();
    expect(await pass()).toBe(500);
    expect(sent).toEqual([3, 3]);
    expect(await pass()).toBeNull();
  },
);

it("sends what comes while another bundle is on its way to CometBFT", async () => {
  const { sent, come, pass } = bench();
  come(1);
  const passed = pass();
  come(2);
  await passed;
  expect(await pass()).toBe(10);
  expect(sent).toEqual([1, 2]);
});

it("hands back what is refused", async () => {
  const { outbox, refused, answers, come, pass } = bench();
  answers.push("refused");
  const some = come(2);
  await pass();
  expect(refused).toEqual(some);
  expect(outbox.transactions).toBe(0);
});

it("sends nothing once it is stopped", async () => {
  const { outbox, sent, come, pass } = bench();
  come(1);
  outbox.stop();
  expect(await pass()).toBeNull();
  expect(sent).toEqual([]);
});
