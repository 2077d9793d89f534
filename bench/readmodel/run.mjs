// What the read model costs: processor time of the thread that makes the blocks, a transaction, with
// the read model following and without, in alternating slices of one run; then how fast it is made
// anew. The load is that of `bench solo`. Linux, whose /proc tells of each thread. Needs a build;
// docs/adr/0009-read-model.md has figures.
//   node bench/readmodel/run.mjs --slices 8 --transactions 4000
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { AGENCY, DISTRICT, Load, owner } from "../../dist/cli/bench/load.js";
import { drawLots } from "../../dist/cli/bench/lots.js";
import { machine, median } from "../../dist/cli/bench/machine.js";
import { firstLand } from "../../dist/cli/first-land.js";
import { DataDirectory } from "../../dist/node/data-directory.js";
import { found } from "../../dist/node/found.js";
import { LedgerNode } from "../../dist/node/ledger-node.js";

const { values: options } = parseArgs({
  options: {
    slices: { type: "string", default: "8" },
    transactions: { type: "string", default: "4000" },
  },
});
const slices = Number(options.slices);
const perSlice = Number(options.transactions);
const logger = pino({ level: "error" });

const data = new DataDirectory(mkdtempSync(join(tmpdir(), "counterfoil-bench-")));
const now = Date.now();
const id = found(data, {
  network: "bench",
  demo: false,
  time: now,
  agencies: [{ name: AGENCY, title: AGENCY, officers: [{ role: "registrar", within: null }] }],
  land: firstLand(AGENCY, [DISTRICT]),
});
const registrar = data.readKeys().find(({ use }) => use?.role === "registrar")?.signer;
const load = new Load(id, registrar, now);
const lots = drawLots(1, { blocksEast: 26, blocksNorth: Math.ceil(perSlice / 260) });
const each = (make) => Array.from({ length: perSlice }, (_, i) => make(i));
const holder = (generation, i) => owner(generation * perSlice + i);
const enrolments = (generation) => each((i) => load.enrolment(holder(generation, i)));

/** Microseconds that a thread has had of a processor: proc(5), schedstat. */
const threadMicros = (thread) =>
  Number(readFileSync(`/proc/self/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1000;

/** The thread of the lowest priority: `nice` is the 17th of the fields behind the name. */
function yieldingThread() {
  const nice = (thread) =>
    Number(readFileSync(`/proc/self/task/${thread}/stat`, "utf8").split(") ")[1].split(" ")[16]);
  const lowest = constants.priority.PRIORITY_LOW;
  return readdirSync("/proc/self/task").find((thread) => nice(thread) === lowest);
}

async function caughtUp({ readModel }) {
  readModel.follow();
  await readModel.caughtUp();
}

async function rowsOf({ db }) {
  let rows = 0;
  for (const { name } of await db.introspection.getTables()) {
    const [{ count }] = await db
      .selectFrom(name)
      .select((eb) => eb.fn.countAll().as("count"))
      .execute();
    rows += Number(count);
  }
  return rows;
}

let node = await LedgerNode.open(data, logger);
const submitAll = (part) => Promise.all(part.map((bytes) => node.submit(bytes)));
for (const part of [enrolments(0), each((i) => load.registration(lots[i], holder(0, i)))]) {
  await submitAll(part);
}
const micros = { with: [], without: [] };
const rates = { with: [], without: [] };
const lags = [];
for (let slice = 0; slice < slices + 2; slice++) {
  const kind = slice % 2 === 0 ? "with" : "without";
  await submitAll(enrolments(slice + 1));
  const part = each((i) =>
    load.transfer(lots[i].id, slice + 1, holder(slice, i), holder(slice + 1, i)),
  );
  await caughtUp(node);
  if (kind === "without") node.readModel.follow = () => {};
  const [begin, cpu] = [performance.now(), threadMicros(process.pid)];
  await submitAll(part);
  const [end, spent] = [performance.now(), threadMicros(process.pid) - cpu];
  // The first of either kind warms up and is not counted.
  if (slice > 1) micros[kind].push(spent / perSlice);
  if (slice > 1) rates[kind].push((perSlice * 1000) / (end - begin));
  if (slice > 1 && kind === "with") lags.push(node.readModel.lag(Date.now()).facts);
  delete node.readModel.follow;
}
await node.stop();

rmSync(data.readModel, { recursive: true });
node = await LedgerNode.open(data, logger);
const main = threadMicros(process.pid);
const begin = performance.now();
await caughtUp(node);
const seconds = (performance.now() - begin) / 1000;
const rebuild = {
  facts: node.readModel.size,
  rows: await rowsOf(node.readModel),
  factsPerSecond: Math.round(node.readModel.size / seconds),
  microsAFact: threadMicros(yieldingThread()) / node.readModel.size,
  mainMicrosAFact: (threadMicros(process.pid) - main) / node.readModel.size,
};
await node.stop();
rmSync(data.root, { recursive: true });

const middle = (of) => ({
  with: median(of.with),
  without: median(of.without),
  difference: median(of.with.map((value, i) => value - of.without[i])),
});
console.log(
  JSON.stringify(
    {
      machine: machine(),
      mainThreadMicrosATransaction: middle(micros),
      transactionsPerSecond: middle(rates),
      lagFactsAtTheEndOfASlice: median(lags),
      rebuild,
    },
    null,
    2,
  ),
);
