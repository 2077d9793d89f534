import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refusal, tempDir, testBlock, testNetworkId, testNote } from "../../../test/temp-log.js";
import { segmentName } from "./format.js";
import { LogTail } from "./log-tail.js";
import { SegmentLog } from "./segment-log.js";

const begin = (segmentBytes = 4096) => {
  const dir = tempDir();
  const log = SegmentLog.open(dir, { networkId: testNetworkId, record: null, segmentBytes });
  return { dir, log, tail: new LogTail(dir, testNetworkId) };
};

describe("the tail of a log", () => {
  it("gives what was written, wherever it goes on, while more is written", () => {
    const step = fc.record({
      facts: fc.integer({ min: 1, max: 40 }),
      from: fc.nat(),
      to: fc.nat(),
    });
    const run = fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const { log, tail } = begin();
      for (const { facts, from: a, to: b } of steps) {
        log.append(testBlock(log.size, facts, facts));
        log.appendCheckpoint(testNote(log.size));
        const onward = log.size - facts;
        expect(tail.leaves(onward, log.size)).toEqual(log.readLeaves(onward, log.size));
        const [from = 0, to = 0] = [a % log.size, b % log.size].sort((x, y) => x - y);
        expect(tail.leaves(from, to)).toEqual(log.readLeaves(from, to));
      }
      tail.close();
      log.close();
    });
    fc.assert(run, { numRuns: 50 });
  });

  it("refuses what is not there, and what is not whole", () => {
    const { dir, log, tail } = begin();
    expect(refusal(() => tail.leaves(0, 1))).toMatchObject({ code: "LOG_RANGE" });
    log.append(testBlock(0, 3));
    expect(refusal(() => tail.leaves(0, 4))).toMatchObject({ code: "LOG_RANGE" });
    expect(refusal(() => tail.leaves(7, 8))).toMatchObject({ code: "LOG_RANGE" });
    expect(tail.leaves(1, 3)).toHaveLength(2);
    const other = new LogTail(dir, new Uint8Array(32));
    expect(refusal(() => other.leaves(0, 1))).toMatchObject({ code: "LOG_NETWORK" });
    tail.close();
    log.close();
  });

  it("finds damage where it passes", () => {
    const { dir, log, tail } = begin();
    log.append(testBlock(0, 3));
    const path = join(dir, segmentName(0));
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = 0;
    writeFileSync(path, bytes);
    expect(tail.leaves(0, 2)).toHaveLength(2);
    expect(refusal(() => tail.leaves(2, 3))).toMatchObject({ code: "LOG_CORRUPT", index: 2 });
    tail.close();
    log.close();
  });
});
