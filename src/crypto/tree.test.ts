import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Case, vectorFile } from "../../test/vectors.js";
import { fromHex, toHex } from "../base/text.js";
import { Frontier } from "./frontier.js";
import { EMPTY_ROOT, leafHash, nodeHash } from "./hash.js";
import { consistencyPath, inclusionPath, type NodeAt, rootOf } from "./prove-tree.js";
import { checkConsistency, checkInclusion, rootFromInclusion } from "./tree.js";

type Inclusion = {
  kind: "inclusion";
  index: number;
  size: number;
  leafHash: string;
  path: string[];
  root: string;
};
type Consistency = {
  kind: "consistency";
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  path: string[];
};
const file = vectorFile<Inclusion | Consistency, { roots: { size: number; root: string }[] }>(
  "tree.json",
);

/** Entry i of the vectors' trees. */
function entry(i: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(i));
  return bytes;
}

/** A tree of the vectors' entries that keeps all of its nodes. */
function grow(size: number): { frontier: Frontier; node: NodeAt } {
  const nodes = new Map<string, Uint8Array>();
  const frontier = new Frontier((level, index, hash) => nodes.set(`${level}/${index}`, hash));
  for (let i = 0; i < size; i++) frontier.append(leafHash(entry(i)));
  const node: NodeAt = (level, index) => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new RangeError(`no complete subtree ${level}/${index}`);
    return hash;
  };
  return { frontier, node };
}

const check = (c: Case<Inclusion | Consistency>) =>
  c.kind === "inclusion"
    ? checkInclusion(fromHex(c.leafHash), c.index, c.size, c.path.map(fromHex), fromHex(c.root))
    : checkConsistency(c.size1, fromHex(c.root1), c.size2, fromHex(c.root2), c.path.map(fromHex));

describe.runIf(file)("vectors: tree.json", () => {
  it.each(file?.cases ?? [])("$name: $note", (vector) => {
    if (vector.valid) return check(vector);
    const code = `TREE_${(vector.error ?? "").toUpperCase().replaceAll("-", "_")}`;
    expect(() => check(vector)).toThrowError(expect.objectContaining({ code }));
  });

  const roots = file?.roots ?? [];
  it.each(roots)("root of $size", ({ size, root }) => {
    expect(toHex(grow(size).frontier.root())).toBe(root);
  });

  const { node } = grow(100_003);
  const made = (file?.cases ?? []).filter((c) => c.valid && !c.note.startsWith("made up"));
  it.each(made)("proves $name", (c) => {
    const path =
      c.kind === "inclusion"
        ? inclusionPath(c.index, c.size, node)
        : consistencyPath(c.size1, c.size2, node);
    expect(path.map(toHex)).toEqual(c.path);
  });
});

type Activity = { kind: string; index: number; size: number; zeros: number[] } & {
  chunks: string[];
  chunk: string;
  path: string[];
  root: string;
};
const activity = vectorFile<Activity>("activity.json");
const validActivity = (kind: string) =>
  (activity?.cases ?? []).filter((c) => c.valid && c.kind === kind);

describe.runIf(activity)("vectors: activity.json, as trees of chunks", () => {
  it.each(validActivity("root"))("$name", ({ chunks, root }) => {
    const frontier = new Frontier();
    for (const chunk of chunks) frontier.append(leafHash(fromHex(chunk)));
    expect(toHex(frontier.root())).toBe(root);
  });

  it.each(validActivity("member"))("$name", ({ index, size, chunk, path, root }) => {
    const leaf = leafHash(fromHex(chunk));
    const at = Math.floor(index / 256);
    const chunks = Math.ceil(size / 256);
    checkInclusion(leaf, at, chunks, path.map(fromHex), fromHex(root));
  });
});

/** The tree of Certificate Transparency's own tests (RFC 6962, same hashes as RFC 9162 §2.1). */
const transparency = [
  ["", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
  ["00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
  ["10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
  ["2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
  ["3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
  ["40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
  ["5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
  [
    "606162636465666768696a6b6c6d6e6f",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ],
] as const;

/** Root by the definition of RFC 9162 §2.1.1, sharing nothing with the frontier. */
function rootByDefinition(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_ROOT;
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(rootByDefinition(leaves.slice(0, k)), rootByDefinition(leaves.slice(k)));
}

describe("trees", () => {
  it("has the roots of Certificate Transparency's test tree", () => {
    const frontier = new Frontier();
    const roots = transparency.map(([leaf]) => {
      frontier.append(leafHash(fromHex(leaf)));
      return toHex(frontier.root());
    });
    expect(roots).toEqual(transparency.map(([, root]) => root));
  });

  it("has SHA-256 of nothing as the root of nothing", () => {
    expect(new Frontier().root()).toEqual(EMPTY_ROOT);
    expect(toHex(EMPTY_ROOT).slice(0, 8)).toBe("e3b0c442");
  });

  const { node } = grow(300);
  const size = fc.integer({ min: 1, max: 300 });

  it("has the root of the definition, whole or gone on from its peaks", () => {
    fc.assert(
      fc.property(size, size, (n, from) => {
        const leaves = Array.from({ length: n }, (_, i) => node(0, i));
        const whole = new Frontier();
        const start = Math.min(n, from);
        for (const leaf of leaves.slice(0, start)) whole.append(leaf);
        const goneOn = Frontier.fromPeaks(start, whole.peaks());
        const copy = whole.clone();
        for (const leaf of leaves.slice(start)) goneOn.append(leaf);
        expect(toHex(goneOn.root())).toBe(toHex(rootByDefinition(leaves)));
        expect([goneOn.size, copy.size]).toEqual([n, start]);
        expect(copy.root()).toEqual(whole.root());
        expect(rootOf(n, node)).toEqual(goneOn.root());
      }),
      { numRuns: 50 },
    );
  });

  it("checks the inclusion that it proves, and no other index", () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (n, a, b) => {
        const [index, other] = [a % n, b % n];
        const path = inclusionPath(index, n, node);
        const root = rootFromInclusion(node(0, index), index, n, path);
        expect(toHex(root)).toBe(toHex(grow(n).frontier.root()));
        if (other === index) return;
        expect(() => checkInclusion(node(0, index), other, n, path, root)).toThrowError(/./);
      }),
      { numRuns: 50 },
    );
  });

  it("checks the consistency that it proves, and no other root", () => {
    fc.assert(
      fc.property(size, size, (a, b) => {
        const [size1, size2] = [Math.min(a, b), Math.max(a, b)];
        const [root1, root2] = [grow(size1).frontier.root(), grow(size2).frontier.root()];
        const path = consistencyPath(size1, size2, node);
        checkConsistency(size1, root1, size2, root2, path);
        const wrong = root1.with(0, (root1[0] ?? 0) ^ 1);
        expect(() => checkConsistency(size1, wrong, size2, root2, path)).toThrowError(
          expect.objectContaining({ code: "TREE_CONSISTENCY" }),
        );
      }),
      { numRuns: 50 },
    );
  });

  /** Every complete subtree of equal leaves is known by its level, so trees of any size are. */
  const levels: Uint8Array[] = [leafHash(new Uint8Array(0))];
  for (let i = 0; i < 53; i++) {
    const below = levels.at(-1) ?? EMPTY_ROOT;
    levels.push(nodeHash(below, below));
  }
  const equalLeaves: NodeAt = (level) => levels[level] ?? EMPTY_ROOT;
  const [leaf = EMPTY_ROOT] = levels;
  const peaksOf = (n: number) =>
    [...n.toString(2)].flatMap((bit, i, { length }) =>
      bit === "1" ? [equalLeaves(length - 1 - i, 0)] : [],
    );
  const huge = fc.integer({ min: 2 ** 31 - 2, max: Number.MAX_SAFE_INTEGER });

  it("is exact past 32 bits", () => {
    fc.assert(
      fc.property(huge, huge, (a, b) => {
        const [size1, size2] = [Math.min(a, b), Math.max(a, b)];
        const root1 = Frontier.fromPeaks(size1, peaksOf(size1)).root();
        const root2 = Frontier.fromPeaks(size2, peaksOf(size2)).root();
        const index = size1 === size2 ? size1 - 1 : size1;
        const path = inclusionPath(index, size2, equalLeaves);
        checkInclusion(leaf, index, size2, path, root2);
        checkConsistency(size1, root1, size2, root2, consistencyPath(size1, size2, equalLeaves));
      }),
    );
  });

  it("appends past 32 bits, and tells every node once", () => {
    const told: string[] = [];
    const onNode = (level: number, index: number) => told.push(`${level}/${index}`);
    const start = 2 ** 33 - 1;
    const frontier = Frontier.fromPeaks(start, peaksOf(start), onNode);
    frontier.append(leaf);
    expect(told).toEqual(Array.from({ length: 34 }, (_, i) => `${i}/${2 ** (33 - i) - 1}`));
    expect(frontier.root()).toEqual(equalLeaves(33, 0));
  });

  it.each([
    ["TREE_INDEX", () => rootFromInclusion(leaf, 0.5, 2, [])],
    ["TREE_INDEX", () => rootFromInclusion(leaf, -1, 2, [])],
    ["TREE_INDEX", () => rootFromInclusion(leaf, 0, 2 ** 53, [])],
    ["TREE_HASH_LENGTH", () => rootFromInclusion(leaf.slice(1), 0, 1, [])],
    ["TREE_HASH_LENGTH", () => checkInclusion(leaf, 0, 1, [], leaf.slice(1))],
    ["TREE_PATH_LENGTH", () => rootFromInclusion(leaf, 0, 1, Array(70).fill(leaf))],
    ["TREE_SIZE", () => checkConsistency(1, leaf, 2 ** 53, leaf, [])],
    ["TREE_SIZE", () => checkConsistency(1.5, leaf, 2, leaf, [leaf])],
    ["TREE_HASH_LENGTH", () => checkConsistency(1, leaf.slice(1), 1, leaf, [])],
    ["TREE_INDEX", () => inclusionPath(3, 3, equalLeaves)],
    ["TREE_SIZE", () => consistencyPath(0, 3, equalLeaves)],
    ["TREE_SIZE", () => consistencyPath(4, 3, equalLeaves)],
    ["TREE_PATH_LENGTH", () => Frontier.fromPeaks(3, [leaf])],
    ["TREE_HASH_LENGTH", () => Frontier.fromPeaks(1, [leaf.slice(1)])],
    ["TREE_SIZE", () => Frontier.fromPeaks(-1, [])],
    ["TREE_HASH_LENGTH", () => new Frontier().append(leaf.slice(1))],
    ["TREE_SIZE", () => Frontier.fromPeaks(2 ** 53 - 1, peaksOf(2 ** 53 - 1)).append(leaf)],
  ] as [string, () => unknown][])("refuses with %s: %s", (code, act) => {
    expect(act).toThrowError(expect.objectContaining({ code }));
  });
});
