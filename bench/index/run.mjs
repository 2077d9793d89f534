// The state index's workload on LevelDB and on LMDB, in alternating slices: what a block costs the
// thread that executes. See README.md for how to run it and what the columns mean.
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { ClassicLevel } from "classic-level";

const { values: options } = parseArgs({
  options: {
    keys: { type: "string", default: "100000,1000000" },
    rounds: { type: "string", default: "7" },
    blocks: { type: "string", default: "40" },
    engines: { type: "string", default: "leveldb,lmdb,lmdb-nosync" },
    dir: { type: "string", default: tmpdir() },
  },
});

const TRANSACTIONS = 500;
const READS = 1500;
const PUTS = 2000;
const ABSENT_SHARE = 0.2;
const MiB = 1024 * 1024;

/** xorshift32: the same choices for every engine. */
function random(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** Key i of the workload: four parcels, three titles and three transactions of every ten. */
function keyAt(i) {
  const digit = i % 10;
  if (digit >= 7) return `tx/${createHash("sha256").update(`${i}`).digest("hex")}`;
  const number = Math.imul(i, 0x9e3779b1) >>> 0;
  const id = `${91_000_000 + (number % 999_999)}AB${String(i).padStart(8, "0")}`;
  return digit < 4 ? `land/parcel/${id}` : `land/title/${id}`;
}

const noise = (() => {
  const next = random(7);
  return Uint8Array.from({ length: 4 * MiB }, () => next() * 256);
})();

/** 40 to 300 bytes that do not compress. */
function valueFrom(next) {
  const at = Math.floor(next() * (noise.length - 300));
  return noise.subarray(at, at + 40 + Math.floor(next() * 261));
}

async function openLevel(dir) {
  const db = new ClassicLevel(dir, {
    keyEncoding: "utf8",
    valueEncoding: "view",
    cacheSize: 64 * MiB,
    writeBufferSize: 16 * MiB,
  });
  await db.open();
  return {
    get: (key) => db.getSync(key),
    getMany: (keys) => db.getMany(keys),
    write: (keys, values) => {
      const batch = db.batch();
      for (let i = 0; i < keys.length; i++) batch.put(keys[i], values[i]);
      return batch.write();
    },
    close: () => db.close(),
  };
}

async function openLmdb(dir, more) {
  const { open } = await import("lmdb");
  const db = open({ path: dir, encoding: "binary", cache: false, compression: false, ...more });
  return {
    get: (key) => db.getBinary(key),
    getMany: (keys) => db.getMany(keys),
    write: (keys, values) => {
      let committed;
      for (let i = 0; i < keys.length; i++) committed = db.put(keys[i], values[i]);
      return committed;
    },
    close: () => db.close(),
  };
}

/** The index itself: what CBOR, sums and the cache of decoded values add or spare. */
async function openIndex(dir) {
  const { StateIndex } = await import("../../dist/storage/index/state-index.js");
  const logSize = Number.MAX_SAFE_INTEGER;
  const index = await StateIndex.open(dir, { network: new Uint8Array(32), format: 1, logSize });
  let { size } = index;
  return {
    get: (key) => index.get(key),
    write: (keys, values) => {
      const facts = new Map(keys.map((key, i) => [key, { index: size + i, value: values[i] }]));
      size += keys.length;
      index.apply({ facts, lists: new Map(), deadlines: new Map() }, size);
      return index.drained();
    },
    close: () => index.close(),
  };
}

const engines = {
  index: openIndex,
  leveldb: openLevel,
  lmdb: openLmdb,
  /** Fast, but a power failure can leave a file that does not open. */
  "lmdb-nosync": (dir) => openLmdb(dir, { noSync: true }),
};

async function fill(db, count) {
  const next = random(11);
  const start = performance.now();
  let pending;
  for (let at = 0; at < count; at += PUTS) {
    const keys = Array.from({ length: Math.min(PUTS, count - at) }, (_, i) => keyAt(at + i));
    const values = keys.map(() => valueFrom(next));
    await pending;
    pending = db.write(keys, values);
  }
  await pending;
  return count / ((performance.now() - start) / 1000);
}

/** What a slice asks, made before the clock starts. */
function workload(count, from, blocks, seed) {
  const next = random(seed);
  const present = () => keyAt(Math.floor(next() * count));
  const absent = () => keyAt(2_000_000_009 + Math.floor(next() * 1_000_000) * 10);
  return Array.from({ length: blocks }, (_, block) => ({
    reads: Array.from({ length: READS }, () => (next() < ABSENT_SHARE ? absent() : present())),
    keys: Array.from({ length: PUTS }, (_, i) =>
      i % 2 === 0 ? present() : keyAt(from + (block * PUTS + i - 1) / 2),
    ),
    values: Array.from({ length: PUTS }, () => valueFrom(next)),
  }));
}

/** One write in flight while the next block reads, as the index does it. */
async function slice(db, blocks) {
  let [readMs, issueMs, waitMs, found] = [0, 0, 0, 0];
  let pending;
  const busyBefore = performance.eventLoopUtilization();
  for (const { reads, keys, values } of blocks) {
    const t0 = performance.now();
    for (const key of reads) if (db.get(key) !== undefined) found++;
    const t1 = performance.now();
    await pending;
    const t2 = performance.now();
    pending = db.write(keys, values);
    const t3 = performance.now();
    readMs += t1 - t0;
    waitMs += t2 - t1;
    issueMs += t3 - t2;
  }
  const t4 = performance.now();
  await pending;
  waitMs += performance.now() - t4;
  const busy = performance.eventLoopUtilization(busyBefore).active;
  const n = blocks.length;
  return {
    "reads/s": (n * READS) / (readMs / 1000),
    "puts/s": (n * PUTS) / ((issueMs + waitMs) / 1000),
    "read us/tx": (readMs * 1000) / (n * TRANSACTIONS),
    "write us/tx": (issueMs * 1000) / (n * TRANSACTIONS),
    "blocked us/tx": ((readMs + issueMs) * 1000) / (n * TRANSACTIONS),
    "loop us/tx": (busy * 1000) / (n * TRANSACTIONS),
    "found %": (100 * found) / (n * READS),
  };
}

/** What reading a block's keys ahead, off the thread, still costs it. */
async function ahead(db, blocks) {
  if (db.getMany === undefined) return { "ahead us/tx": Number.NaN };
  const busyBefore = performance.eventLoopUtilization();
  for (const { reads } of blocks) await db.getMany(reads);
  const busy = performance.eventLoopUtilization(busyBefore).active;
  return { "ahead us/tx": (busy * 1000) / (blocks.length * TRANSACTIONS) };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Blocks on disk, since LMDB's file may be sparse. */
function diskMiB(dir) {
  const names = readdirSync(dir, { recursive: true });
  const sum = names.reduce((all, name) => all + statSync(join(dir, name)).blocks, 0);
  return (sum * 512) / MiB;
}

async function reopen(name, dir, db) {
  await db.close();
  const start = performance.now();
  const opened = await engines[name](dir);
  opened.get(keyAt(0));
  return { db: opened, ms: performance.now() - start };
}

async function compare(count, root) {
  const names = options.engines.split(",");
  const runs = [];
  for (const name of names) {
    const dir = mkdtempSync(join(root, `${name}-`));
    const db = await engines[name](dir);
    const filled = await fill(db, count);
    runs.push({ name, dir, filled, opens: [], slices: [], ...(await reopen(name, dir, db)) });
  }
  const blocks = Number(options.blocks);
  for (let round = 0; round <= Number(options.rounds); round++) {
    const from = count + (round * blocks * PUTS) / 2;
    const work = workload(count, from, blocks, 100 + round);
    const other = workload(count, from, blocks, 200 + round);
    // The order changes too, and the first round only warms up.
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) {
      const measured = { ...(await slice(run.db, work)), ...(await ahead(run.db, other)) };
      if (round > 0) run.slices.push(measured);
    }
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const run of runs) {
      Object.assign(run, await reopen(run.name, run.dir, run.db));
      run.opens.push(run.ms);
    }
  }
  const rows = {};
  for (const { name, dir, db, filled, opens, slices } of runs) {
    await db.close();
    const medians = Object.keys(slices[0]).map((column) => [
      column,
      Number(median(slices.map((measured) => measured[column])).toPrecision(3)),
    ]);
    rows[name] = {
      ...Object.fromEntries(medians),
      "fill/s": Math.round(filled),
      "open ms": Number(median(opens).toPrecision(3)),
      "disk MiB": Math.round(diskMiB(dir)),
    };
    rmSync(dir, { recursive: true });
  }
  return rows;
}

const root = mkdtempSync(join(options.dir, "index-bench-"));
try {
  for (const count of options.keys.split(",").map(Number)) {
    console.log(`${count} keys, medians of ${options.rounds} slices of ${options.blocks} blocks`);
    const rows = await compare(count, root);
    const columns = Object.keys(Object.values(rows)[0]);
    console.table(
      columns.map((column) => ({
        "": column,
        ...Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, row[column]])),
      })),
    );
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
