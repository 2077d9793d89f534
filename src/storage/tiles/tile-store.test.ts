import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CounterfoilError } from "../../base/errors.js";
import { Frontier } from "../../crypto/frontier.js";
import { EMPTY_ROOT, leafHash } from "../../crypto/hash.js";
import { consistencyPath, inclusionPath, type NodeAt, rootOf } from "../../crypto/prove-tree.js";
import { checkConsistency, checkInclusion } from "../../crypto/tree.js";
import { type TileOptions, TileStore } from "./tile-store.js";

const coded = (code: string) => expect.objectContaining({ code });
const LEAVES = 70_010;

/** A log of leaf hashes with all nodes of its tree, level by level. */
const tree: Uint8Array[][] = [];
const whole = new Frontier((level, _, hash) => {
  tree[level] ??= [];
  tree[level].push(hash);
});
for (let i = 0; i < LEAVES; i++)
  whole.append(leafHash(new Uint8Array(new Uint32Array([i]).buffer)));
const reference: NodeAt = (level, index) => tree[level]?.[index] ?? EMPTY_ROOT;
const leaf = (index: number) => reference(0, index);
const rootAt = (size: number) => rootOf(size, reference);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tiles-"));
});
afterEach(() => {
  for (const made of [dir, dir.replace(/\+$/, "")]) rmSync(made, { recursive: true, force: true });
});
const file = (name: string) => join(dir, "tiles", name);

function* leafHashes(from: number, to: number): Iterable<Uint8Array> {
  for (let i = from; i < to; i++) yield leaf(i);
}

/** Opens over a log of that size, and says why tiles were made anew and how many leaves were read. */
async function open(size: number, options: Partial<TileOptions> = {}) {
  const rebuilt: string[] = [];
  let read = 0;
  const opened = await TileStore.open(dir, {
    size,
    leafHashes: (from, to) => {
      read += to - from;
      return leafHashes(from, to);
    },
    expected: { size, root: rootAt(size) },
    onRebuild: (reason: CounterfoilError) => rebuilt.push(reason.code),
    ...options,
  });
  return { ...opened, rebuilt, read };
}

function grow(frontier: Frontier, to: number): void {
  while (frontier.size < to) frontier.append(leaf(frontier.size));
}

function expectProofs(tiles: TileStore, size: number, picks: readonly number[]): void {
  const root = rootAt(size);
  expect(rootOf(size, tiles.node)).toEqual(root);
  for (const pick of picks) {
    if (size === 0) return;
    const at = pick % size;
    checkInclusion(leaf(at), at, size, inclusionPath(at, size, tiles.node), root);
    const path = consistencyPath(at + 1, size, tiles.node);
    checkConsistency(at + 1, rootAt(at + 1), size, root, path);
  }
}

/** Where tiles, levels and markers begin and end. */
const edges = [0, 1, 2, 255, 256, 257, 511, 512, 4095, 4096, 4097, 65_535, 65_536, 65_537];
const sizes = fc.oneof(
  { weight: 3, arbitrary: fc.nat({ max: 3000 }) },
  { weight: 2, arbitrary: fc.constantFrom(...edges) },
  { weight: 1, arbitrary: fc.nat({ max: 70_000 }) },
);

/** Goes on with a copy of what is on disk now: what a process killed here would leave. */
function crash(): void {
  const copy = `${dir}+`;
  cpSync(dir, copy, { recursive: true });
  dir = copy;
}

describe("TileStore", () => {
  it("has the nodes of the tree, whenever it is opened again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(sizes, fc.boolean()), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
        async (steps, picks) => {
          const base = mkdtempSync(join(tmpdir(), "tiles-"));
          dir = join(base, "run");
          mkdirSync(dir);
          let logSize = 0;
          for (const [size, closes] of steps) {
            const { tiles, frontier, rebuilt } = await open(logSize);
            expect([rebuilt, frontier.size, tiles.size]).toEqual([[], logSize, logSize]);
            grow(frontier, size);
            logSize = Math.max(logSize, size);
            expect(frontier.root()).toEqual(rootAt(logSize));
            expectProofs(tiles, logSize, picks);
            if (!closes) crash();
            await tiles.close();
          }
          rmSync(base, { recursive: true });
        },
      ),
      { numRuns: 40 },
    );
  });

  it("has every node, and none but those", async () => {
    const { tiles, frontier } = await open(0);
    grow(frontier, 1000);
    for (let level = 0; level < 12; level++) {
      const count = Math.floor(1000 / 2 ** level);
      for (let i = 0; i < count; i++) expect(tiles.node(level, i)).toEqual(reference(level, i));
      expect(() => tiles.node(level, count)).toThrowError(coded("TILES_RANGE"));
    }
    expect(() => tiles.node(0, -1)).toThrowError(coded("TILES_RANGE"));
    expect(() => tiles.node(0, Number.NaN)).toThrowError(coded("TILES_RANGE"));
    await tiles.close();
  });

  it("keeps a node right while its tile grows", async () => {
    const { tiles, frontier } = await open(0);
    for (let size = 1; size <= 600; size++) {
      grow(frontier, size);
      expectProofs(tiles, size, [0, size - 1, Math.floor(size / 3)]);
    }
    await tiles.close();
  });

  it("serves the tiles that the specification's example lists", async () => {
    const { tiles } = await open(70_000);
    const bytes = (level: number, from: number, count: number) =>
      Uint8Array.from(
        Array.from({ length: count }, (_, i) => [...reference(8 * level, from + i)]).flat(),
      );
    const at = (level: number, n: number, width: number) => tiles.tile(level, n, width, 70_000);
    expect(at(0, 272, 256)).toEqual(bytes(0, 272 * 256, 256));
    expect(at(0, 273, 112)).toEqual(bytes(0, 273 * 256, 112));
    expect(at(0, 273, 113)).toBeNull();
    expect(at(0, 274, 1)).toBeNull();
    expect(at(1, 0, 256)).toEqual(bytes(1, 0, 256));
    expect(at(1, 1, 17)).toEqual(bytes(1, 256, 17));
    expect(at(1, 1, 18)).toBeNull();
    expect(at(2, 0, 1)).toEqual(bytes(2, 0, 1));
    expect(at(2, 0, 2)).toBeNull();
    expect(at(3, 0, 1)).toBeNull();
    expect(at(63, 0, 1)).toBeNull();
    expect(at(0, 0, 0)).toBeNull();
    expect(at(0, -1, 256)).toBeNull();
    expect(at(0, 0, 257)).toBeNull();
    await tiles.close();
  });

  it("serves nothing past the published size, nor past its own", async () => {
    const { tiles } = await open(300);
    expect(tiles.tile(0, 0, 256, 255)).toBeNull();
    expect(tiles.tile(0, 0, 255, 255)?.length).toBe(255 * 32);
    expect(tiles.tile(1, 0, 1, 255)).toBeNull();
    expect(tiles.tile(1, 0, 1, 256)).toEqual(reference(8, 0));
    expect(tiles.tile(0, 1, 45, 1000)).toBeNull();
    expect(tiles.tile(0, 1, 44, Number.NaN)).toBeNull();
    await tiles.close();
  });

  it("has files whose slices are the tiles", async () => {
    const { tiles } = await open(66_000);
    await tiles.close();
    expect(statSync(file("0")).size).toBe(66_000 * 32);
    expect(statSync(file("1")).size).toBe(257 * 32);
    expect(new Uint8Array(readFileSync(file("2")))).toEqual(reference(16, 0));
    expect(readFileSync(file("size"), "utf8")).toBe("66000\n");
  });

  it("reads no leaf again after it was closed, and few after a crash", async () => {
    const first = await open(0);
    grow(first.frontier, 5000);
    await first.tiles.flush();
    grow(first.frontier, 5100);
    crash();
    const second = await open(5100);
    expect(second.read).toBe(100);
    await second.tiles.close();
    const last = await open(5100);
    expect(last.read).toBe(0);
    await last.tiles.close();
    await first.tiles.close();
  });

  it("marks what it holds every 65,536 leaves by itself", async () => {
    const { tiles, frontier } = await open(0);
    grow(frontier, 65_537);
    grow(frontier, 65_700);
    while (!existsSync(file("size"))) await new Promise((resolve) => setImmediate(resolve));
    expect(readFileSync(file("size"), "utf8")).toBe("65536\n");
    await tiles.close();
  });

  it("follows a log that lost its torn end, and then grew another way", async () => {
    const first = await open(70_000);
    await first.tiles.close();
    const { tiles, frontier, rebuilt } = await open(300);
    expect([rebuilt, tiles.size]).toEqual([[], 300]);
    expect(frontier.root()).toEqual(rootAt(300));
    const other = leafHash(Uint8Array.of(1));
    frontier.append(other);
    expect(tiles.node(0, 300)).toEqual(other);
    await tiles.close();
    expect(readFileSync(file("size"), "utf8")).toBe("301\n");
    // The log that it follows now has another leaf there.
    expect((await open(66_000)).rebuilt).toEqual(["TILES_ROOT"]);
  });

  it("takes hashes in their order only", async () => {
    const { tiles } = await open(3);
    expect(() => tiles.onNode(0, 4, leaf(4))).toThrowError(coded("TILES_ORDER"));
    expect(() => tiles.onNode(8, 1, leaf(4))).toThrowError(coded("TILES_ORDER"));
    await tiles.close();
  });

  it("takes and gives nothing once it is closed", async () => {
    const { tiles, frontier } = await open(300);
    await tiles.close();
    await tiles.close();
    expect(() => frontier.append(leaf(300))).toThrowError(coded("TILES_CLOSED"));
    expect(() => tiles.node(0, 5)).toThrowError(coded("TILES_CLOSED"));
  });

  it("takes nothing more once a write has failed", async () => {
    const { tiles, frontier } = await open(300);
    rmSync(dir, { recursive: true });
    frontier.append(leaf(300));
    await expect(tiles.flush()).rejects.toThrowError(coded("TILES_FAILED"));
    expect(() => frontier.append(leaf(301))).toThrowError(coded("TILES_FAILED"));
    await expect(tiles.close()).rejects.toThrowError(coded("TILES_FAILED"));
  });
});

const flip = (name: string, at: number) => () => {
  const bytes = readFileSync(file(name));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file(name), bytes);
};

describe("tiles that were harmed", () => {
  const SIZE = 70_000;
  const prepare = async () => (await open(SIZE)).tiles.close();

  it.each<[string, () => void]>([
    ["leaves have garbage behind them", () => appendFileSync(file("0"), "garbage")],
    ["a level has whole hashes behind it", () => appendFileSync(file("1"), new Uint8Array(640))],
    ["a marker half written", () => writeFileSync(file("size.tmp"), "7")],
  ])("%s: cut", async (_, harm) => {
    await prepare();
    harm();
    const { tiles, rebuilt, read } = await open(SIZE);
    expect([rebuilt, read]).toEqual([[], 0]);
    expectProofs(tiles, SIZE, [0, 1, SIZE - 1, 65_535, 65_536]);
    await tiles.close();
  });

  it.each<[string, () => void, string[]]>([
    ["leaves cut", () => truncateSync(file("0"), 1000), ["TILES_CORRUPT"]],
    ["a level cut", () => truncateSync(file("1"), 0), ["TILES_CORRUPT"]],
    ["a level missing", () => rmSync(file("2")), ["TILES_CORRUPT"]],
    ["a hash of the last tile changed", flip("0", 32 * (SIZE - 1)), ["TILES_ROOT"]],
    ["a peak changed", flip("2", 5), ["TILES_ROOT"]],
    ["the marker garbage", () => writeFileSync(file("size"), "70000"), []],
    ["the marker too large", () => writeFileSync(file("size"), "99999999999999999\n"), []],
    ["the marker missing", () => rmSync(file("size")), []],
  ])("%s: made anew", async (_, harm, reasons) => {
    await prepare();
    harm();
    const { tiles, frontier, rebuilt, read } = await open(SIZE);
    expect([rebuilt, read, frontier.size]).toEqual([reasons, SIZE, SIZE]);
    expectProofs(tiles, SIZE, [0, 1, SIZE - 1, 65_535, 65_536]);
    await tiles.close();
    expect((await open(SIZE)).rebuilt).toEqual([]);
  });

  it("a hash changed where no peak needs it: found when read, made anew at the next start", async () => {
    await prepare();
    flip("0", 32 * 700)();
    const { tiles, frontier, rebuilt } = await open(SIZE);
    expect(rebuilt).toEqual([]);
    expect(() => tiles.node(0, 701)).toThrowError(coded("TILES_CORRUPT"));
    expect(() => tiles.tile(0, 2, 256, SIZE)).toThrowError(coded("TILES_CORRUPT"));
    expect(() => tiles.node(3, 88)).toThrowError(coded("TILES_CORRUPT"));
    expectProofs(tiles, 512, [0, 511]);
    frontier.append(leaf(SIZE));
    await tiles.close();
    const again = await open(SIZE + 1);
    expect([again.rebuilt, again.read]).toEqual([[], SIZE + 1]);
    expect(again.tiles.node(0, 700)).toEqual(leaf(700));
    await again.tiles.close();
  });

  it("refuses a log that has not the root it must have", async () => {
    await prepare();
    const wrong = (size: number) => ({ expected: { size, root: new Uint8Array(32) } });
    await expect(open(SIZE, wrong(SIZE))).rejects.toThrowError(coded("TILES_ROOT"));
    await expect(open(10, wrong(10))).rejects.toThrowError(coded("TILES_ROOT"));
    await expect(open(10, wrong(7))).rejects.toThrowError(coded("TILES_ROOT"));
    expect((await open(10, { expected: null })).frontier.root()).toEqual(rootAt(10));
  });

  it("makes a damaged peak anew where the log went on past the size whose root is known", async () => {
    const known = 736;
    const { tiles } = await open(known);
    await tiles.close();
    const hashes = readFileSync(file("1"));
    hashes.writeUInt8(hashes.readUInt8(53) ^ 1, 53);
    writeFileSync(file("1"), hashes);
    const opened = await open(known + 20, { expected: { size: known, root: rootAt(known) } });
    expect(opened.rebuilt).toEqual(["TILES_ROOT"]);
    expect(opened.frontier.root()).toEqual(rootAt(known + 20));
  });

  it("takes nothing from the disk past the size whose root is known", async () => {
    await (await open(1000)).tiles.close();
    flip("0", 995 * 32)();
    const { tiles, frontier, rebuilt } = await open(1000, {
      expected: { size: 990, root: rootAt(990) },
    });
    expect(frontier.root()).toEqual(rootAt(1000));
    expect(rootOf(1000, tiles.node)).toEqual(rootAt(1000));
    expect(rebuilt).toEqual([]);
    await tiles.close();
  });

  it("refuses a log that gives fewer leaves than it says", async () => {
    const options = { leafHashes: (from: number) => leafHashes(from, 299) };
    await expect(open(300, options)).rejects.toThrowError(coded("TILES_LEAVES"));
  });
});
