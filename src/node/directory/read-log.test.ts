import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { tempDir } from "../../../test/temp-log.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { checkRead, READS_IN_ROOT, type ReadEntry, readOpening } from "../../ledger/read-tree.js";
import { ReadLog } from "./read-log.js";
import { seal } from "./seal.js";

const [A, B] = ["a".repeat(32), "b".repeat(32)];
const secret = new Uint8Array(32).fill(5);
const secrets = new Map<string, Uint8Array>();
let path: string;
beforeEach(() => {
  path = join(tempDir(), "reads.log");
  secrets.set(A, new Uint8Array(32).fill(1)).set(B, new Uint8Array(32).fill(2));
});
const open = () => new ReadLog(path, secret, (handle) => secrets.get(handle) ?? null);
const entry = (handle: string, time: number): ReadEntry => ({
  ...{ handle, time, by: "clerk", capacity: "registrar" },
  ...{ organisation: "registry", purpose: "registration" },
});
const all = { most: 1000 };
const times = (log: ReadLog, handle: string) =>
  log.readsOf(handle, all).map(({ entry }) => entry.time);
const damaged = expect.objectContaining({ code: "DIRECTORY_DAMAGED" });

describe("the log of reads", () => {
  it("has every read after it is opened again, newest first, and nothing readable on disk", () => {
    const log = open();
    log.add([entry(A, 1), entry(B, 2)]);
    log.add([entry(A, 3)]);
    log.close();
    const again = open();
    expect(times(again, A)).toEqual([3, 1]);
    expect(times(again, B)).toEqual([2]);
    expect(again.readsOf(A, { most: 1 })).toMatchObject([{ at: 2 }]);
    expect(again.readsOf(A, { before: 2, most: 5 })).toMatchObject([{ at: 0 }]);
    expect(readFileSync(path).includes("registrar")).toBe(false);
    expect(readFileSync(path).includes(A)).toBe(false);
  });

  it("cuts an end that was never acknowledged, wherever it was torn, and goes on", () => {
    const log = open();
    log.add([entry(A, 1)]);
    const acknowledged = readFileSync(path).length;
    log.add([entry(A, 2)]);
    log.close();
    const whole = readFileSync(path);
    for (let length = acknowledged; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      const torn = open();
      expect(times(torn, A)).toEqual([1]);
      torn.add([entry(A, 9)]);
      torn.close();
      expect(times(open(), A)).toEqual([9, 1]);
    }
    writeFileSync(path, whole.subarray(0, acknowledged));
    truncateSync(path, whole.length);
    expect(times(open(), A)).toEqual([1]);
  });

  it("cuts a frame of which a power cut left some pages empty, and what came after it", () => {
    const log = open();
    log.add([entry(A, 1)]);
    const acknowledged = readFileSync(path).length;
    log.add(Array.from({ length: 8 }, (_, i) => entry(A, 10 + i)));
    log.close();
    const whole = readFileSync(path);
    const pages = Math.ceil(whole.length / 512);
    for (let page = Math.floor(acknowledged / 512); page < pages; page++) {
      const torn = Buffer.from(whole).fill(
        0,
        Math.max(page * 512, acknowledged),
        Math.min((page + 1) * 512, whole.length),
      );
      writeFileSync(path, torn);
      const again = open();
      expect(times(again, A)).toContain(1);
      again.add([entry(A, 99)]);
      again.close();
      expect(times(open(), A)[0]).toBe(99);
    }
  });

  it("does not open what was changed, moved or taken out", () => {
    const log = open();
    log.add([entry(A, 1)]);
    const first = readFileSync(path).length;
    log.add([entry(A, 2)]);
    log.add([entry(A, 3)]);
    log.close();
    const whole = readFileSync(path);
    const without = Buffer.concat([whole.subarray(0, first), whole.subarray(2 * first)]);
    const flipped = Buffer.from(whole);
    flipped[first + 30] = (flipped[first + 30] ?? 0) ^ 1;
    const long = Buffer.from(whole);
    long.writeUInt32BE(1 << 20, first);
    for (const bytes of [without, flipped, long]) {
      writeFileSync(path, bytes);
      expect(open).toThrowError(damaged);
    }
  });

  it.each([
    ["no frame", encodeCbor({ kind: "other" })],
    ["no CBOR", Uint8Array.of(0xff)],
    ["a number for no root", encodeCbor({ kind: "root", number: 1 })],
  ])("does not open what was sealed with its secret and holds %s", (_, plain) => {
    const sealed = seal(secret, "frame 0", plain);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(sealed.length);
    writeFileSync(path, Buffer.concat([head, sealed]));
    expect(open).toThrowError(damaged);
  });

  it("forgets who read a record that is erased, and keeps the roots", () => {
    const log = open();
    log.add([entry(A, 1), entry(B, 2)]);
    log.closePeriod(10);
    const { root } = log.treeOf(0);
    secrets.delete(A);
    expect(times(log, A)).toEqual([]);
    expect(() => log.add([entry(A, 3)])).toThrowError(
      expect.objectContaining({ code: "DIRECTORY_UNKNOWN" }),
    );
    log.close();
    expect(open().treeOf(0).root).toEqual(root);
    expect(times(open(), B)).toEqual([2]);
  });
});

describe("roots", () => {
  it("take 1,024 reads each, a read in one, and say where it stands", () => {
    const log = open();
    log.add(Array.from({ length: READS_IN_ROOT + 1 }, (_, i) => entry(i === 0 ? A : B, i)));
    expect([log.open, log.openSince]).toEqual([READS_IN_ROOT + 1, 0]);
    expect([log.closePeriod(5000), log.closePeriod(5000)]).toEqual([true, false]);
    expect(log.periods.map(({ first, reads }) => [first, reads])).toEqual([
      [0, READS_IN_ROOT],
      [READS_IN_ROOT, 1],
    ]);
    log.numberPeriod(7);
    log.close();
    const again = open();
    expect(again.periods.map(({ number }) => number)).toEqual([7, null]);
    const [last] = again.readsOf(B, all);
    expect(last).toMatchObject({ period: 1, entry: { time: READS_IN_ROOT } });
    for (const read of [again.readsOf(A, all).at(0), last]) {
      if (read?.period === undefined || read.period === null) throw new TypeError("no period");
      const tree = again.treeOf(read.period);
      const place = tree.placeOf(read.commitment);
      checkRead(readOpening(read.salt, read.entry), place, tree.root);
    }
  });

  it("of periods without reads are padding alone, and no two are the same", () => {
    const log = open();
    log.closePeriod(1);
    log.closePeriod(2);
    expect(log.treeOf(0).root).not.toEqual(log.treeOf(1).root);
  });
});
