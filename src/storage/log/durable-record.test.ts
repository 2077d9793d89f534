import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusal, tempDir } from "../../../test/temp-log.js";
import { DurableRecord, type Recorded } from "./durable-record.js";

const path = join(tempDir(), "record");
const SLOT_BYTES = 75;

function recorded(size: number): Recorded {
  return {
    size,
    root: new Uint8Array(32).fill(size),
    segmentFirstIndex: Math.floor(size / 2),
    byteLength: size * 300,
  };
}

/** A file to which the records of these sizes were written, one by one. */
function fileOf(...sizes: number[]): Uint8Array {
  rmSync(path, { force: true });
  const record = DurableRecord.open(path);
  for (const size of sizes) record.write(recorded(size));
  record.close();
  return new Uint8Array(readFileSync(path));
}

function readBack(bytes: Uint8Array) {
  writeFileSync(path, bytes);
  return DurableRecord.open(path).read();
}

describe("durable record", () => {
  it("is null before the first write, and in an empty file", () => {
    rmSync(path, { force: true });
    expect(DurableRecord.open(path).read()).toBeNull();
    expect(existsSync(path)).toBe(false);
    expect(readBack(new Uint8Array(0))).toBeNull();
  });

  it("gives back what was written last", () => {
    const sizes = fc.uniqueArray(fc.nat({ max: 2 ** 40 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, (unordered) => {
        const ascending = unordered.sort((a, b) => a - b);
        const last = ascending.at(-1) ?? 0;
        expect(readBack(fileOf(...ascending))).toEqual({ ...recorded(last), doubtful: false });
      }),
      { numRuns: 30 },
    );
  });

  it("goes on writing where another process stopped", () => {
    fileOf(1, 2, 3);
    const record = DurableRecord.open(path);
    record.write(recorded(4));
    record.write(recorded(5));
    record.close();
    expect(DurableRecord.open(path).read()).toMatchObject({ size: 5, doubtful: false });
  });

  it.each([2, 3])("torn at every byte of write %i, falls back to the one before", (writes) => {
    const sizes = Array.from({ length: writes }, (_, i) => i + 1);
    const after = fileOf(...sizes);
    const before = fileOf(...sizes.slice(0, -1));
    const at = ((writes - 1) % 2) * 4096;
    for (let torn = 0; torn <= SLOT_BYTES; torn++) {
      const bytes = before.slice();
      bytes.set(after.subarray(at, at + torn), at);
      const state = readBack(bytes);
      const same = Buffer.compare(bytes, after) === 0;
      expect(state?.size).toBe(same ? writes : writes - 1);
      expect(state?.doubtful).toBe(!same && Buffer.compare(bytes, before) !== 0);
    }
  });

  it("is in doubt when the newest half is damaged, whichever byte it is", () => {
    const bytes = fileOf(1, 2, 3);
    for (let i = 0; i < SLOT_BYTES; i++) {
      const flipped = bytes.slice();
      flipped[i] = (flipped[i] ?? 0) ^ 0x10;
      expect(readBack(flipped)).toEqual({ ...recorded(2), doubtful: true });
    }
  });

  it("is never taken for absent when both halves are damaged", () => {
    const bytes = fileOf(1, 2);
    bytes[20] = 0xff;
    bytes[4096 + 20] = 0xff;
    expect(refusal(() => readBack(bytes))).toMatchObject({ code: "RECORD_DAMAGED" });
    expect(refusal(() => readBack(Uint8Array.of(0)))).toMatchObject({ code: "RECORD_DAMAGED" });
  });

  it("takes numbers past 2⁵³ − 1 for damage, whatever the sum over them says", () => {
    for (const at of [7, 15, 55, 63]) {
      const bytes = fileOf(1, 2);
      const slot = bytes.subarray(4096, 4096 + SLOT_BYTES);
      slot[at] = 0x80;
      new DataView(slot.buffer, slot.byteOffset).setUint32(71, crc32(slot.subarray(0, 71)));
      expect(readBack(bytes)).toEqual({ ...recorded(1), doubtful: true });
    }
  });

  it("writes the damaged half anew, and is then beyond doubt", () => {
    const bytes = fileOf(1, 2, 3);
    bytes[30] = 0xff;
    writeFileSync(path, bytes);
    const record = DurableRecord.open(path);
    record.write(recorded(3));
    expect(record.read()).toEqual({ ...recorded(3), doubtful: false });
    record.close();
    expect(DurableRecord.open(path).read()).toEqual({ ...recorded(3), doubtful: false });
  });

  it("never goes back, nor to another root of the same size", () => {
    fileOf(7);
    const record = DurableRecord.open(path);
    const fork = { ...recorded(7), root: new Uint8Array(32) };
    expect(refusal(() => record.write(recorded(6)))).toMatchObject({ code: "RECORD_ROLLBACK" });
    expect(refusal(() => record.write(fork))).toMatchObject({ code: "RECORD_ROLLBACK" });
    expect(refusal(() => record.write(recorded(7)))).toBeNull();
    record.close();
  });
});
