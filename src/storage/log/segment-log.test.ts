import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readFiles,
  refusal,
  tempDir,
  testBlock,
  testNetworkId,
  testNote,
} from "../../../test/temp-log.js";
import { SegmentLog, type SegmentLogOptions } from "./segment-log.js";

const plain = { networkId: testNetworkId, record: null, endsBlock: () => true };

function open(dir: string, more: Partial<SegmentLogOptions> = {}): SegmentLog {
  return SegmentLog.open(dir, { ...plain, ...more });
}

type Step = { leaves: Uint8Array[]; notes: number };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    leaves: fc.array(fc.uint8Array({ maxLength: 90 }), { minLength: 1, maxLength: 40 }),
    notes: fc.nat({ max: 2 }),
  }),
  { minLength: 1, maxLength: 12 },
);

function write(
  log: SegmentLog,
  script: readonly Step[],
): { leaves: Uint8Array[]; notes: string[] } {
  const all: { leaves: Uint8Array[]; notes: string[] } = { leaves: [], notes: [] };
  for (const { leaves, notes } of script) {
    log.append(leaves);
    all.leaves.push(...leaves);
    for (let i = 0; i < notes; i++) {
      const note = testNote(log.size - i);
      if (log.size - i < 1) continue;
      log.appendCheckpoint(note);
      all.notes.push(note);
    }
  }
  return all;
}

describe("segment log", () => {
  it("gives back what was written, before and after it is opened again", () => {
    const bounds = fc.tuple(
      fc.nat({ max: 999 }),
      fc.nat({ max: 999 }),
      fc.integer({ min: 60, max: 4000 }),
    );
    fc.assert(
      fc.property(steps, bounds, (script, [a, b, segmentBytes]) => {
        const dir = join(tempDir(), "log");
        const log = open(dir, { segmentBytes });
        const { leaves, notes } = write(log, script);
        const position = log.position();
        const [from, to] = [a % (leaves.length + 1), b % (leaves.length + 1)].sort((x, y) => x - y);
        const check = (again: SegmentLog) => {
          expect(again.size).toBe(leaves.length);
          expect(again.position()).toEqual(position);
          expect(again.readLeaves(from ?? 0, to ?? 0)).toEqual(leaves.slice(from, to));
          expect([...again.leaves(from)].map(({ leaf }) => leaf)).toEqual(leaves.slice(from));
          expect([...again.checkpoints()].map(({ text }) => text)).toEqual(notes);
          for (const [i, leaf] of leaves.entries()) expect(again.readLeaf(i)).toEqual(leaf);
          again.close();
        };
        check(log);
        const seen: Uint8Array[] = [];
        const texts: string[] = [];
        const visitor = {
          visitLeaf: (index: number, leaf: Uint8Array) => {
            expect(index).toBe(seen.length);
            seen.push(leaf.slice());
          },
          visitCheckpoint: (size: number, text: string) => {
            expect(text).toBe(testNote(size));
            texts.push(text);
          },
        };
        check(open(dir, { segmentBytes, visitor }));
        expect(seen).toEqual(leaves);
        expect(texts).toEqual(notes);
        check(open(dir, { readOnly: true }));
      }),
      { numRuns: 60 },
    );
  });

  it("goes on where it stopped, over many segments and offsets", () => {
    const dir = tempDir();
    const leaves: Uint8Array[] = [];
    for (let round = 0; round < 9; round++) {
      const log = open(dir, { segmentBytes: 5000 });
      const block = testBlock(log.size, 97 + round, round * 11);
      log.append(block);
      leaves.push(...block);
      log.close();
    }
    const log = open(dir);
    expect(readdirSync(dir).length).toBeGreaterThan(5);
    for (const [i, leaf] of leaves.entries()) expect(log.readLeaf(i)).toEqual(leaf);
    expect(log.byteLength).toBe([...readFiles(dir).values()].reduce((sum, b) => sum + b.length, 0));
    log.close();
  });

  it("takes the longest leaf and note, and blocks longer than any buffer", () => {
    const dir = tempDir();
    const log = open(dir);
    const leaves = Array.from({ length: 100 }, (_, i) => new Uint8Array(65_535).fill(i));
    log.append(leaves);
    const note = testNote(100).padEnd(65_535 - 4, "x");
    log.appendCheckpoint(note);
    log.close();
    const again = open(dir);
    const back = Buffer.concat(again.readLeaves(0, 100));
    expect(back.equals(Buffer.concat(leaves))).toBe(true);
    expect([...again.checkpoints(100)]).toEqual([{ index: 100, size: 100, text: note }]);
    again.close();
  });

  it("cuts entry bundles as C2SP tlog-tiles has them", () => {
    const log = open(tempDir(), { segmentBytes: 3000 });
    for (let i = 0; i < 30; i++) log.append(testBlock(log.size, 20, i));
    const expected = (from: number, width: number) =>
      Buffer.concat(
        log.readLeaves(from, from + width).flatMap((leaf) => {
          const length = Buffer.alloc(2);
          length.writeUInt16BE(leaf.length);
          return [length, leaf];
        }),
      );
    expect(Buffer.from(log.entryBundle(0, 256))).toEqual(expected(0, 256));
    expect(Buffer.from(log.entryBundle(1, 256))).toEqual(expected(256, 256));
    expect(Buffer.from(log.entryBundle(2, 88))).toEqual(expected(512, 88));
    expect(log.entryBundle(0, 1)).toEqual(Uint8Array.of(0, 9, ...(testBlock(0, 2)[0] ?? [])));
    expect(refusal(() => log.entryBundle(2, 89))).toMatchObject({ code: "LOG_RANGE" });
    expect(refusal(() => log.entryBundle(0, 257))).toMatchObject({ code: "LOG_RANGE" });
    expect(refusal(() => log.entryBundle(0, 0))).toMatchObject({ code: "LOG_RANGE" });
    log.close();
  });

  it("refuses what it cannot hold, and holds what it held", () => {
    const dir = tempDir();
    const log = open(dir);
    expect(refusal(() => log.appendCheckpoint(testNote(0)))?.["code"]).toBe("LOG_CHECKPOINT");
    log.append(testBlock(0, 3));
    const { byteLength } = log;
    const refused: [string, () => unknown][] = [
      ["LOG_LEAF_BYTES", () => log.append([new Uint8Array(1), new Uint8Array(65_536)])],
      ["LOG_CHECKPOINT", () => log.appendCheckpoint("no checkpoint")],
      ["LOG_CHECKPOINT", () => log.appendCheckpoint(testNote(4))],
      ["LOG_CHECKPOINT", () => log.appendCheckpoint(testNote(3).padEnd(70_000))],
      ["LOG_RANGE", () => log.readLeaf(3)],
      ["LOG_RANGE", () => log.readLeaf(-1)],
      ["LOG_RANGE", () => log.readLeaf(0.5)],
      ["LOG_RANGE", () => log.readLeaves(2, 1)],
      ["LOG_RANGE", () => [...log.leaves(4)]],
      ["LOG_RANGE", () => open(dir, { segmentBytes: 2 ** 31 })],
    ];
    for (const [code, work] of refused) expect(refusal(work)).toMatchObject({ code });
    log.append([]);
    expect([log.size, log.byteLength]).toEqual([3, byteLength]);
    log.append(testBlock(3, 1));
    expect(log.readLeaves(0, 4)).toEqual([...testBlock(0, 3), ...testBlock(3, 1)]);
    log.close();
  });

  it("streams what there was when it was asked, while more is appended", () => {
    const log = open(tempDir(), { segmentBytes: 500 });
    log.append(testBlock(0, 50));
    const seen: number[] = [];
    for (const { index } of log.leaves()) {
      if (index % 10 === 0) log.append(testBlock(log.size, 7));
      seen.push(index);
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(log.size).toBe(85);
    log.close();
  });

  it("tells how far a sync reached, whatever is appended meanwhile", async () => {
    const log = open(tempDir(), { segmentBytes: 200 });
    log.append(testBlock(0, 20));
    const before = log.position();
    const first = log.sync();
    log.append(testBlock(20, 20));
    const after = log.position();
    const second = log.sync();
    log.close();
    expect(refusal(() => log.append(testBlock(40, 1)))).toMatchObject({ code: "LOG_CLOSED" });
    await expect(log.sync()).rejects.toMatchObject({ code: "LOG_CLOSED" });
    expect(await first).toEqual(before);
    expect(await second).toEqual(after);
    expect(after.segmentFirstIndex).toBe(20);
  });

  it("reads beside a node that writes, and never writes itself", () => {
    const dir = tempDir();
    const log = open(dir, { segmentBytes: 300 });
    log.append(testBlock(0, 30));
    const files = readFiles(dir);
    const beside = open(dir, { readOnly: true });
    log.append(testBlock(30, 30));
    expect(beside.size).toBe(30);
    expect(beside.readLeaves(0, 30)).toEqual(testBlock(0, 30));
    for (const work of [
      () => beside.append(testBlock(30, 1)),
      () => beside.appendCheckpoint(testNote(1)),
      () => beside.syncNow(),
    ]) {
      expect(refusal(work)).toMatchObject({ code: "LOG_READ_ONLY" });
    }
    beside.close();
    log.close();
    const [name, bytes] = [...files][0] ?? ["", new Uint8Array(0)];
    expect(readFileSync(join(dir, name)).subarray(0, bytes.length)).toEqual(Buffer.from(bytes));
    const missing = join(dir, "missing");
    const empty = open(missing, { readOnly: true });
    expect([empty.size, [...empty.leaves()], [...empty.checkpoints()]]).toEqual([0, [], []]);
    expect(readdirSync(dir)).not.toContain("missing");
  });
});
