// What a leaf costs when the tiles hear of it, and what a proof costs from them.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { Frontier } from "../../dist/crypto/frontier.js";
import { inclusionPath } from "../../dist/crypto/prove-tree.js";
import { TileStore } from "../../dist/storage/tiles/tile-store.js";

const { values: options } = parseArgs({
  options: { leaves: { type: "string", default: "1000000" }, dir: { type: "string" } },
});
const LEAVES = Number(options.leaves);
const SLICE = 20_000;

const hashes = Array.from({ length: LEAVES }, (_, i) =>
  Uint8Array.from(createHash("sha256").update(`${i}`).digest()),
);

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function append(frontier) {
  const start = performance.now();
  const to = Math.min(LEAVES, frontier.size + SLICE);
  while (frontier.size < to) frontier.append(hashes[frontier.size]);
  return ((performance.now() - start) * 1000) / SLICE;
}

function prove(label, tiles, picks) {
  const times = picks.map((pick) => {
    const start = performance.now();
    inclusionPath(pick, LEAVES, tiles.node);
    return (performance.now() - start) * 1000;
  });
  console.log(`${label}: ${median(times).toFixed(1)} us a proof`);
}

const dir = mkdtempSync(`${options.dir ?? tmpdir()}/tiles-bench-`);
const empty = { size: 0, leafHashes: () => [] };
const { tiles, frontier } = await TileStore.open(dir, empty);
const bare = new Frontier();
const [alone, fed] = [[], []];
while (frontier.size < LEAVES) {
  alone.push(append(bare));
  fed.push(append(frontier));
  await new Promise((resolve) => setImmediate(resolve));
}
const cost = (median(fed) - median(alone)).toFixed(3);
console.log(`frontier alone ${median(alone).toFixed(2)} us a leaf, tiles ${cost} us more`);
await tiles.close();

const start = performance.now();
const opened = await TileStore.open(dir, { ...empty, size: LEAVES });
console.log(`open at ${LEAVES} leaves: ${(performance.now() - start).toFixed(1)} ms`);
const spread = Array.from({ length: 200 }, (_, i) => (i * 7919 * 131) % LEAVES);
prove("anywhere, not computed yet", opened.tiles, spread);
prove("anywhere, computed", opened.tiles, spread);
const newest = Array.from({ length: 2000 }, (_, i) => LEAVES - 2000 + i);
prove("the newest 2,000", opened.tiles, newest);
await opened.tiles.close();
rmSync(dir, { recursive: true });
