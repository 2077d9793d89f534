import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { refusal, tempDir, testBlock, testNetworkId } from "../../../test/temp-log.js";
import { DurableRecord } from "./durable-record.js";
import { SegmentLog } from "./segment-log.js";

function open(dir: string): SegmentLog {
  const endsBlock = () => true;
  return SegmentLog.open(dir, { networkId: testNetworkId, record: null, endsBlock });
}

/** A file system of one megabyte, or null where this user may not mount. */
function smallDisk(): string | null {
  const dir = tempDir();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dir]);
  if (status !== 0) return null;
  afterAll(() => {
    spawnSync("umount", [dir]);
  });
  return dir;
}

const disk = smallDisk();

describe.runIf(disk !== null)("a disk that fails (skipped where this user may not mount)", () => {
  const mounted = disk ?? "";
  const dir = join(mounted, "log");
  let size = 0;

  it("full: nothing of the block is appended, reads go on, and space alone does not heal the log", async () => {
    const log = open(dir);
    const error = refusal(() => {
      for (;;) log.append(testBlock(log.size, 50, 500));
    });
    expect(error).toMatchObject({ code: "DISK_FULL", syscall: "write" });
    ({ size } = log);
    expect(size % 50).toBe(0);
    expect(refusal(() => log.append(testBlock(size, 1)))).toMatchObject({ code: "LOG_POISONED" });
    expect(refusal(() => log.syncNow())).toMatchObject({ code: "LOG_POISONED" });
    await expect(log.sync()).rejects.toMatchObject({ code: "LOG_POISONED" });
    expect([log.readLeaf(size - 1)]).toEqual(testBlock(size - 50, 50, 500).slice(49));
    log.close();
  });

  it("full: opened again, the unfinished block is cut", () => {
    const log = SegmentLog.open(dir, { networkId: testNetworkId, record: null });
    expect(log.size).toBe(size);
    log.close();
  });

  it("full: a durable record is not begun", () => {
    const filler = join(mounted, "filler");
    expect(() => writeFileSync(filler, new Uint8Array(2 ** 20))).toThrowError(/ENOSPC/);
    const record = DurableRecord.open(join(mounted, "record"));
    const recorded = { size: 1, root: new Uint8Array(32), segmentFirstIndex: 0, byteLength: 99 };
    expect(refusal(() => record.write(recorded))).toMatchObject({ code: "DISK_FULL" });
    expect(refusal(() => record.write(recorded))).toMatchObject({ code: "LOG_POISONED" });
    expect(DurableRecord.open(join(mounted, "record")).read()).toBeNull();
  });

  it("read-only: says so, and can be read", () => {
    expect(spawnSync("mount", ["-o", "remount,ro", mounted]).status).toBe(0);
    expect(refusal(() => open(dir))).toMatchObject({ code: "DISK_READ_ONLY", syscall: "open" });
    expect(refusal(() => open(join(mounted, "other")))).toMatchObject({ code: "DISK_READ_ONLY" });
    const log = SegmentLog.open(dir, { networkId: testNetworkId, record: null, readOnly: true });
    expect([log.size, log.damage]).toEqual([size, null]);
    log.close();
  });
});

/** Runs as a user without privileges, since root may write anywhere. */
function unprivileged<T>(work: () => T): T {
  const own = process.geteuid?.() ?? 1;
  if (own === 0) process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    if (own === 0) process.seteuid?.(own);
  }
}

describe("a directory without permission", () => {
  it("is reported as such", () => {
    const dir = tempDir();
    chmodSync(dir, 0o555);
    const facts = { code: "DISK_PERMISSION", errno: "EACCES" };
    expect(unprivileged(() => refusal(() => open(join(dir, "log"))))).toMatchObject(facts);
    chmodSync(dir, 0o755);
    mkdirSync(join(dir, "log"), { mode: 0o755 });
    chmodSync(join(dir, "log"), 0o555);
    const log = open(join(dir, "log"));
    expect(unprivileged(() => refusal(() => log.append(testBlock(0, 1))))).toMatchObject(facts);
    expect(log.size).toBe(0);
    expect(refusal(() => log.append(testBlock(0, 1)))).toMatchObject({ code: "LOG_POISONED" });
    expect(readdirSync(join(dir, "log"))).toEqual([]);
    log.close();
  });
});
