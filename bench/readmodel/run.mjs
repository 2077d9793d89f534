// What the read model costs: how much slower blocks are made while it follows, in alternating slices
// of one run, and how fast it is made anew. Needs a build; docs/adr/0009-read-model.md has figures.
//   node bench/readmodel/run.mjs --slices 6 --transactions 4000
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { drawLots } from "../../dist/cli/bench/lots.js";
import { machine, median } from "../../dist/cli/bench/machine.js";
import { firstLand } from "../../dist/cli/first-land.js";
import { DataDirectory } from "../../dist/node/data-directory.js";
import { found } from "../../dist/node/found.js";
import { LedgerNode } from "../../dist/node/ledger-node.js";
import { registrationOf } from "../../dist/sdk/land.js";
import { newTransaction, signTransaction } from "../../dist/sdk/transaction.js";

const { values: options } = parseArgs({
  options: {
    slices: { type: "string", default: "6" },
    transactions: { type: "string", default: "4000" },
  },
});
const slices = Number(options.slices);
const perSlice = Number(options.transactions);
const AGENCY = "registry";
const logger = pino({ level: "error" });

const data = new DataDirectory(mkdtempSync(join(tmpdir(), "counterfoil-bench-")));
const id = found(data, {
  network: "bench",
  demo: false,
  time: Date.now(),
  agencies: [{ name: AGENCY, title: AGENCY, officers: [{ role: "registrar", within: null }] }],
  land: firstLand(AGENCY, ["main"]),
});
const registrar = data.readKeys().find(({ use }) => use?.role === "registrar")?.signer;

/** A `land.register` of a parcel with four corners: 5 facts. */
async function registration(lot) {
  const place = { office: AGENCY, district: "main", level: "surface" };
  const commitment = new Uint8Array(32);
  const source = { kind: "survey", date: "2026-01-05", commitment, validatedBy: AGENCY };
  const body = registrationOf({ ...lot, reference: lot.id }, place, source, false);
  const validUntil = Date.now() + 3_600_000;
  const signers = [registrar.thumbprint];
  const draft = newTransaction({ network: id, type: "land.register", body, validUntil, signers });
  return signTransaction(draft, registrar);
}

/** Seconds by the clock, and those that the processors worked for it: a shared machine tells them apart. */
async function timed(work) {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - begin) / 1000, cpu: (user + system) / 1e6 };
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

const caughtUp = (model, published) => {
  model.follow(published, {
    turn: () => setImmediate(),
    onFailure: (error) => logger.error(error),
  });
  return model.caughtUp();
};

let node = await LedgerNode.open(data, logger);
const blocksNorth = Math.ceil(((slices + 2) * perSlice) / 260);
const lots = drawLots(1, { blocksEast: 26, blocksNorth });
const envelopes = await Promise.all(lots.map(registration));
const rates = { with: [], without: [] };
const work = { with: [], without: [] };
const lags = [];
for (let slice = 0; slice < slices + 2; slice++) {
  const kind = slice % 2 === 0 ? "with" : "without";
  if (kind === "without") node.readModel.follow = () => {};
  const part = envelopes.slice(slice * perSlice, (slice + 1) * perSlice);
  const { seconds, cpu } = await timed(() => Promise.all(part.map((bytes) => node.submit(bytes))));
  delete node.readModel.follow;
  // The first of either kind warms up and is not counted.
  if (slice > 1) rates[kind].push(perSlice / seconds);
  if (slice > 1) work[kind].push(perSlice / cpu);
  if (slice > 1 && kind === "with") lags.push(node.readModel.lag(Date.now()).facts);
  await caughtUp(node.readModel, node.opened.published);
}
await node.stop();

rmSync(data.readModel, { recursive: true });
node = await LedgerNode.open(data, logger);
const rebuild = await timed(() => caughtUp(node.readModel, node.opened.published));
const rows = await rowsOf(node.readModel);
const facts = node.readModel.size;
await node.stop();
rmSync(data.root, { recursive: true });

const ratio = (of) => Number(median(of.with.map((rate, i) => rate / of.without[i])).toFixed(3));
const middle = (of) => ({
  with: Math.round(median(of.with)),
  without: Math.round(median(of.without)),
  ratio: ratio(of),
});
console.log(
  JSON.stringify(
    {
      machine: machine(),
      transactionsPerSecond: middle(rates),
      transactionsPerCpuSecond: middle(work),
      lagFactsAtTheEndOfASlice: Math.round(median(lags)),
      rebuild: {
        facts,
        rows,
        factsPerSecond: Math.round(facts / rebuild.seconds),
        factsPerCpuSecond: Math.round(facts / rebuild.cpu),
        rowsPerCpuSecond: Math.round(rows / rebuild.cpu),
      },
    },
    null,
    2,
  ),
);
