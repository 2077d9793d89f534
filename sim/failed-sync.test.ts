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
      record.write({ ...log.syncNow(), root: new Uint8Array(32) });
      log.appendCheckpoint(checkpoint(3));
      failSync("/log/0000000000000000.seg");
      const again = open(disk);
      const kept = again.byteLength;
      disk.restart(true);
      expect(open(disk).byteLength).toBe(kept);
    },
  );
});
