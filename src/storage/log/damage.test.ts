import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  readFiles,
  refusal,
  tempDir,
  testBlock,
  testNetworkId,
  testNote,
  writeFiles,
} from "../../../test/temp-log.js";
import type { RecordState } from "./durable-record.js";
import { HEADER_BYTES } from "./format.js";
import { type Recovery, SegmentLog, type SegmentLogOptions } from "./segment-log.js";

const dir = tempDir();
const root = new Uint8Array(32);

function open(record: RecordState | null, more: Partial<SegmentLogOptions> = {}): SegmentLog {
  return SegmentLog.open(dir, { networkId: testNetworkId, record, segmentBytes: 250, ...more });
}

function stateOf(log: SegmentLog): RecordState {
  return { ...log.position(), root, doubtful: false };
}

type Files = Map<string, Uint8Array>;

/** A log of 12 blocks in several segments with a note after every second, and its state after each. */
function smallLog(noteAfter: (block: number) => boolean): { files: Files; states: RecordState[] } {
  writeFiles(dir, new Map());
  const log = open(null);
  const states = Array.from({ length: 12 }, (_, block) => {
    log.append(testBlock(log.size, 3, block % 3));
    const state = stateOf(log);
    if (noteAfter(block)) log.appendCheckpoint(testNote(log.size));
    return state;
  });
  log.close();
  return { files: readFiles(dir), states };
}

/** Index that damage at each byte of a segment must name: the fact that begins at or after it. */
function indexAt(name: string, bytes: Uint8Array, at: number): number {
  let index = Number.parseInt(name, 10);
  let offset = HEADER_BYTES;
  while (offset < bytes.length && at >= offset) {
    const end = offset + 8 + (bytes[offset + 2] ?? 0) * 256 + (bytes[offset + 3] ?? 0);
    if (at < end) return index;
    if (bytes[offset] === 1) index++;
    offset = end;
  }
  return index;
}

function flipped(files: Files, name: string, at: number, mask: number): Files {
  const bytes = files.get(name)?.slice() ?? new Uint8Array(0);
  bytes[at] = (bytes[at] ?? 0) ^ mask;
  return new Map(files).set(name, bytes);
}

describe("damage below the durable record", () => {
  const { files, states } = smallLog((block) => block % 2 === 0 && block < 11);
  const record = states.at(-1) ?? null;

  it.each([
    ["a bit is", (at: number) => 1 << (at % 8)],
    ["all bits are", () => 0xff],
  ])("names the right fact, in whichever byte %s changed", (_, mask) => {
    expect(files.size).toBeGreaterThan(2);
    for (const [name, bytes] of files) {
      for (let at = 0; at < bytes.length; at++) {
        const damaged = flipped(files, name, at, mask(at));
        writeFiles(dir, damaged);
        const expected = { index: indexAt(name, bytes, at), segment: name };
        expect(refusal(() => open(record))).toMatchObject({ code: "LOG_CORRUPT", ...expected });
        const log = open(record, { readOnly: true });
        expect(log.damage).toMatchObject(expected);
        expect(log.size).toBe(expected.index);
        log.close();
        expect(readFiles(dir)).toEqual(damaged);
      }
    }
  });

  it("is never repaired, even with a whole tail above it", () => {
    const middle = states[6] ?? null;
    const [name = "", bytes = new Uint8Array(0)] = [...files][0] ?? [];
    const damaged = flipped(files, name, bytes.length - 1, 1);
    writeFiles(dir, damaged);
    expect(refusal(() => open(middle))).toMatchObject({ code: "LOG_CORRUPT" });
    expect(readFiles(dir)).toEqual(damaged);
  });

  it("ends a stream of what is whole with LOG_CORRUPT", () => {
    const [, name = ""] = [...files.keys()];
    writeFiles(dir, flipped(files, name, HEADER_BYTES + 9, 1));
    const log = open(record, { readOnly: true });
    const seen: number[] = [];
    const stream = () => {
      for (const { index } of log.leaves()) seen.push(index);
    };
    const first = Number.parseInt(name, 10);
    expect(refusal(stream)).toMatchObject({ code: "LOG_CORRUPT", index: first });
    expect(seen).toEqual(Array.from({ length: first }, (_, i) => i));
    log.close();
  });

  it("is seen when it happens under an open log", () => {
    writeFiles(dir, files);
    const log = open(record);
    const [name = ""] = [...files.keys()];
    writeFiles(dir, flipped(files, name, HEADER_BYTES + 9, 1));
    expect(refusal(() => log.readLeaf(0))).toMatchObject({ code: "LOG_CORRUPT", index: 0 });
    expect(refusal(() => [...log.leaves()])).toMatchObject({ code: "LOG_CORRUPT", index: 0 });
    expect([log.readLeaf(35)]).toEqual(testBlock(33, 3, 2).slice(2));
    log.close();
  });

  it.each([
    ["a missing first segment", (names: string[]) => rmSync(join(dir, names[0] ?? "")), 0],
    ["a missing segment between others", (names: string[]) => rmSync(join(dir, names[1] ?? "")), 1],
    [
      "a segment under another's name",
      (names: string[]) => renameSync(join(dir, names[1] ?? ""), join(dir, "0000000000000007.seg")),
      1,
    ],
    [
      "a segment under another's name that fits",
      (names: string[]) => renameSync(join(dir, names[2] ?? ""), join(dir, names[1] ?? "")),
      1,
    ],
  ])("finds %s", (_, change, segment) => {
    writeFiles(dir, files);
    const names = [...files.keys()];
    change(names);
    const index = Number.parseInt(names[segment] ?? "", 10);
    expect(refusal(() => open(record))).toMatchObject({
      code: "LOG_CORRUPT",
      index,
      reason: "gap",
    });
    expect(refusal(() => open(null))).toMatchObject({ code: "LOG_CORRUPT", index, reason: "gap" });
  });

  it("finds what is no segment among the segments", () => {
    writeFiles(dir, new Map(files).set("notes.txt", root));
    const facts = { code: "LOG_CORRUPT", segment: "notes.txt", reason: "name" };
    expect(refusal(() => open(record))).toMatchObject(facts);
  });

  it("finds a durable record of another log", () => {
    writeFiles(dir, files);
    const [at, size] = [states[5] as RecordState, (states[5]?.size ?? 0) - 1];
    expect(refusal(() => open({ ...at, size }))).toMatchObject({ code: "LOG_CORRUPT" });
    const straddling = { ...at, byteLength: at.byteLength - 1 };
    expect(refusal(() => open(straddling))).toMatchObject({ code: "LOG_CORRUPT" });
    const other = { networkId: root };
    expect(refusal(() => open(record, other))).toMatchObject({ code: "LOG_NETWORK" });
    expect(readFiles(dir)).toEqual(files);
  });
});

/** The files as they are when nothing after byte `length` of the whole log was written. */
function cutAt(files: Files, length: number): Files {
  const kept: Files = new Map();
  let left = length;
  for (const [name, bytes] of files) {
    if (left > 0) kept.set(name, bytes.slice(0, left));
    left -= bytes.length;
  }
  return kept;
}

/** Bytes from the log's beginning to a state. */
function lengthAt(files: Files, { segmentFirstIndex, byteLength }: RecordState): number {
  let length = byteLength;
  for (const [name, bytes] of files) {
    if (Number.parseInt(name, 10) < segmentFirstIndex) length += bytes.length;
  }
  return length;
}

function total(files: Files): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0);
}

describe("a torn tail above the durable record", () => {
  it.each([0, 4, 7])("is cut exactly to the record after block %i, wherever it ends", (block) => {
    const { files, states } = smallLog((after) => after < block && after % 2 === 0);
    const record = states[block] as RecordState;
    const kept = lengthAt(files, record);
    for (let length = kept; length <= total(files); length++) {
      writeFiles(dir, cutAt(files, length));
      const recoveries: Recovery[] = [];
      const log = open(record, { onRecovery: (recovery) => recoveries.push(recovery) });
      expect(log.position()).toEqual({ ...record, root: undefined, doubtful: undefined });
      expect(readFiles(dir)).toEqual(cutAt(files, kept));
      const bytesCut = length - kept;
      const expected = { fromIndex: record.size, bytesCut, reason: expect.any(String) };
      expect(recoveries).toEqual(bytesCut === 0 ? [] : [expected]);
      log.append(testBlock(log.size, 3));
      log.close();
      const again = open(record, { readOnly: true });
      expect([again.size, again.damage]).toEqual([record.size + 3, null]);
      again.close();
    }
  });

  it("is cut whatever it holds", () => {
    const { files, states } = smallLog(() => false);
    const record = states[5] as RecordState;
    const kept = lengthAt(files, record);
    for (let at = kept; at < total(files); at++) {
      let before = 0;
      for (const [name, bytes] of files) {
        if (at >= before && at < before + bytes.length) {
          writeFiles(dir, flipped(files, name, at - before, 0x55));
        }
        before += bytes.length;
      }
      const log = open(record);
      expect(log.size).toBe(record.size);
      log.close();
      expect(readFiles(dir)).toEqual(cutAt(files, kept));
    }
  });

  it("is kept as far as a signed checkpoint reaches", () => {
    const { files, states } = smallLog((block) => block === 6 || block === 8);
    const record = states[4] as RecordState;
    const note = 8 + Buffer.byteLength(testNote(27));
    for (let length = lengthAt(files, record); length <= total(files); length++) {
      writeFiles(dir, cutAt(files, length));
      const log = open(record);
      const ends = [6, 8].map((block) => lengthAt(files, states[block] as RecordState) + note);
      const reached = ends.filter((end) => end <= length).length;
      expect(log.size).toBe([record, states[6], states[8]][reached]?.size);
      expect([...log.checkpoints(1)]).toHaveLength(reached);
      log.close();
      expect(total(readFiles(dir))).toBe([lengthAt(files, record), ...ends][reached]);
    }
  });

  it("keeps whole blocks when a newer record may have been lost, or when only reading", () => {
    const { files, states } = smallLog(() => false);
    const record = states[4] as RecordState;
    const blocks = states.map((state) => lengthAt(files, state));
    for (let length = lengthAt(files, record); length <= total(files); length++) {
      const torn = cutAt(files, length);
      writeFiles(dir, torn);
      const whole = states[blocks.filter((end) => end <= length).length - 1];
      const beside = open(record, { readOnly: true });
      expect([beside.size, beside.damage]).toEqual([whole?.size, null]);
      beside.close();
      expect(readFiles(dir)).toEqual(torn);
      const log = open({ ...record, doubtful: true });
      expect(log.size).toBe(whole?.size);
      log.close();
    }
  });

  it("is damage to one who only reads, unless it is merely unfinished", () => {
    const { files, states } = smallLog(() => false);
    const record = states[4] as RecordState;
    const [name = "", bytes = new Uint8Array(0)] = [...files].at(-1) ?? [];
    writeFiles(dir, flipped(files, name, bytes.length - 1, 1));
    const log = open(record, { readOnly: true });
    expect(log.damage).toMatchObject({ index: 35, segment: name, reason: "checksum" });
    expect(log.size).toBe(33);
    log.close();
  });
});

describe("a log shorter than its durable record", () => {
  const { files, states } = smallLog((block) => block % 3 === 0);
  const record = states.at(-1) as RecordState;

  it("opens for reading only, wherever it ends, and stays as it is", () => {
    const blocks = states.map((state) => lengthAt(files, state));
    for (let length = 0; length < lengthAt(files, record); length++) {
      const short = cutAt(files, length);
      writeFiles(dir, short);
      const log = open(record);
      const logSize = states[blocks.filter((end) => end <= length).length - 1]?.size ?? 0;
      expect(log.behind).toEqual({ recordSize: record.size, logSize });
      expect([...log.leaves()]).toHaveLength(logSize);
      const facts = { code: "LOG_BEHIND", recordSize: record.size, logSize };
      expect(refusal(() => log.append(testBlock(logSize, 1)))).toMatchObject(facts);
      expect(refusal(() => log.appendCheckpoint(testNote(1)))).toMatchObject(facts);
      log.close();
      expect(readFiles(dir)).toEqual(short);
    }
  });

  it("is still corrupt where it is damaged", () => {
    const short = cutAt(files, lengthAt(files, states[9] as RecordState));
    const [name = "", bytes = new Uint8Array(0)] = [...short].at(-1) ?? [];
    writeFiles(dir, flipped(short, name, bytes.length - 1, 1));
    expect(refusal(() => open(record))).toMatchObject({ code: "LOG_CORRUPT", segment: name });
  });

  it("is filled by one who opens it without the record, and then fits the record", () => {
    writeFiles(dir, cutAt(files, lengthAt(files, states[5] as RecordState) + 5));
    const replica = open(null, { segmentBytes: 100_000 });
    for (let block = 6; block < 12; block++) replica.append(testBlock(replica.size, 3, block % 3));
    replica.close();
    const log = open(record);
    expect([log.size, log.behind]).toEqual([record.size, null]);
    log.close();
  });
});

describe("a log without a record", () => {
  it("takes every whole block, wherever it ends", () => {
    const { files, states } = smallLog((block) => block % 3 === 0);
    const blocks = states.map((state) => lengthAt(files, state));
    for (let length = 0; length <= total(files); length++) {
      writeFiles(dir, cutAt(files, length));
      const log = open(null);
      expect(log.size).toBe(states[blocks.filter((end) => end <= length).length - 1]?.size ?? 0);
      log.append(testBlock(log.size, 2));
      const { size } = log;
      log.close();
      const again = open(null);
      expect(again.size).toBe(size);
      again.close();
    }
  });

  it("refuses whole records that are wrong", () => {
    const { files } = smallLog(() => false);
    const [name = "", bytes = new Uint8Array(0)] = [...files].at(-1) ?? [];
    writeFiles(dir, flipped(files, name, bytes.length - 1, 1));
    expect(refusal(() => open(null))).toMatchObject({ code: "LOG_CORRUPT", index: 35 });
    writeFiles(dir, files);
    writeFileSync(join(dir, name), Uint8Array.of(...bytes, ...new Uint8Array(20)));
    expect(refusal(() => open(null))).toMatchObject({
      code: "LOG_CORRUPT",
      index: 36,
      reason: "type",
    });
    expect(existsSync(join(dir, name))).toBe(true);
  });
});
