import { describe, expect, it } from "vitest";
import { DurableRecord } from "#src/storage/log/durable-record.js";
import { SegmentLog } from "#src/storage/log/segment-log.js";
import { testBlock, testNetworkId } from "../test/temp-log.js";
import { SeededChance } from "./chance.js";
import { ratesOf } from "./disk/faults.js";
import { SimDisk } from "./disk/sim-disk.js";
import { VirtualTime } from "./virtual-time.js";

const checkpoint = (size: number) => `counterfoil/test\n${size}\n${"A".repeat(43)}=\n`;

/** A disk of which one sync fails, as a kernel does it: what it was to write counts as written. */
function failingDisk(seed: number) {
  const disk = new SimDisk(
    new SeededChance(seed, "disk"),
    ratesOf(new Set()),
    new VirtualTime(0).after,
  );
  disk.makeDirectory("/log");
  disk.syncDirectory("/");
  const failSync = (path: string): void => {
    for (const [name, file] of disk.names.files()) if (name === path) file.failSync();
    disk.restart(false);
  };
  return { disk, failSync };
}

const root = new Uint8Array(32);

/** Writes the record, and may end at a call to the system on the way. */
function write(disk: SimDisk, size: number, calls: number): void {
  const record = DurableRecord.open("/record", disk);
  disk.stopAt(disk.calls + calls);
  try {
    record.write({ size, root, segmentFirstIndex: 0, byteLength: size });
  } catch (error) {
    if (!disk.stopped) throw error;
  }
}

const open = (disk: SimDisk) =>
  SegmentLog.open("/log", {
    networkId: testNetworkId,
    record: DurableRecord.open("/record", disk).read(),
    system: disk,
    endsBlock: () => true,
  });

describe("after a sync that failed, without a new start of the machine", () => {
  it.each([1, 2, 3, 4, 5, 6])(
    "what the log keeps is durable once it was opened (seed %i)",
    (seed) => {
      const { disk, failSync } = failingDisk(seed);
      const log = open(disk);
      const record = DurableRecord.open("/record", disk);
      log.append(testBlock(0, 3));
      record.write({ ...log.syncNow(), root });
      log.appendCheckpoint(checkpoint(3));
      failSync("/log/0000000000000000.seg");
      const again = open(disk);
      const kept = again.byteLength;
      disk.restart(true);
      expect(open(disk).byteLength).toBe(kept);
    },
  );
});

describe("after a process was killed before its sync, and the power failed in the next one", () => {
  const calls = [1, 2, 3, 4];
  const ends = calls.flatMap((first) => calls.map((second) => [first, second] as const));

  it.each(ends)("one half of the record is good (calls %i and %i)", (first, second) => {
    for (let seed = 1; seed <= 50; seed++) {
      const { disk } = failingDisk(seed);
      write(disk, 1, Number.POSITIVE_INFINITY);
      write(disk, 2, Number.POSITIVE_INFINITY);
      write(disk, 3, first);
      disk.restart(false);
      write(disk, 4, second);
      disk.restart(true);
      expect(DurableRecord.open("/record", disk).read()?.size).toBeGreaterThanOrEqual(2);
    }
  });
});
