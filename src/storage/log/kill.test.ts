import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { bundleProgram, tempDir, testBlock, testNetworkId } from "../../../test/temp-log.js";
import { DurableRecord } from "./durable-record.js";
import { SegmentLog } from "./segment-log.js";

/** Appends blocks of three for ever, and acknowledges each size once it is durable and recorded. */
const program = bundleProgram(`
  import { testBlock, testNetworkId, testNote } from "../test/temp-log-fixtures.js";
  import { DurableRecord } from "./storage/log/durable-record.js";
  import { SegmentLog } from "./storage/log/segment-log.js";
  const dir = process.argv[2] ?? "";
  const record = DurableRecord.open(dir + "/record");
  const options = { networkId: testNetworkId, record: record.read(), segmentBytes: 20_000 };
  const log = SegmentLog.open(dir + "/log", options);
  for (;;) {
    log.append(testBlock(log.size, 3, 100));
    const position = await log.sync();
    record.write({ ...position, root: new Uint8Array(32) });
    if (log.size % 2 === 0) log.appendCheckpoint(testNote(log.size));
    process.stdout.write(log.size + "\\n");
  }
`);

/** Runs the program until it acknowledged `count` times, then kills it; the last size it told of. */
async function runAndKill(dir: string, count: number): Promise<number> {
  const child = spawn(process.execPath, [program, dir], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  let told = 0;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    told = Number(line);
    if (++lines === count) child.kill("SIGKILL");
  }
  await exit;
  return told;
}

describe("kill -9", () => {
  it("loses nothing that was acknowledged", async () => {
    const dir = tempDir();
    for (const count of [1, 40, 7, 300, 90]) {
      const told = await runAndKill(dir, count);
      const record = DurableRecord.open(join(dir, "record")).read();
      const log = SegmentLog.open(join(dir, "log"), { networkId: testNetworkId, record });
      expect(log.behind).toBeNull();
      expect(log.size).toBeGreaterThanOrEqual(told);
      expect(log.size).toBe(record?.size);
      for (const { index, leaf } of log.leaves()) {
        if (index % 3 === 2) expect(leaf).toEqual(testBlock(index - 2, 3, 100)[2]);
      }
      log.close();
    }
  });
});
