import { describe, expect, it } from "vitest";
import { fromHex, toHex, utf8Encode } from "../../base/text.js";
import {
  checkpointSize,
  encodeHeader,
  headerFault,
  putRecord,
  RecordType,
  segmentFirst,
  segmentName,
} from "./format.js";

const network = new Uint8Array(32).fill(1);

/** CRC-32 of ISO 3309, bit by bit: the check on widths and order that a round trip would not make. */
function crcHex(hex: string): string {
  let crc = 0xffffffff;
  for (const byte of fromHex(hex)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

describe("segment file", () => {
  it("has this header", () => {
    const head = `4346534547${"0001"}${"01".repeat(32)}${"0000000500000007"}`;
    expect(toHex(encodeHeader(network, 5 * 2 ** 32 + 7))).toBe(head + crcHex(head));
  });

  it.each([
    { type: RecordType.Leaf, text: "abc", index: 9, head: "01000003", at: "0000000000000009" },
    {
      type: RecordType.Checkpoint,
      text: "n",
      index: 2 ** 33,
      head: "02000001",
      at: "0000000200000000",
    },
    {
      type: RecordType.Leaf,
      text: "x".repeat(65_535),
      index: 0,
      head: "0100ffff",
      at: "0000000000000000",
    },
    {
      type: RecordType.Leaf,
      text: "",
      index: 2 ** 53 - 1,
      head: "01000000",
      at: "001fffffffffffff",
    },
  ])("has records like $head", ({ type, text, index, head, at }) => {
    const payload = utf8Encode(text);
    const into = new Uint8Array(payload.length + 11);
    expect(putRecord(into, 3, type, payload, index)).toBe(into.length);
    const crc = crcHex(head + at + toHex(payload));
    expect(toHex(into)).toBe(`000000${head}${crc}${toHex(payload)}`);
  });

  it("takes no header of another network, version or place", () => {
    const header = encodeHeader(network, 4);
    expect(headerFault(header, network, 4)).toBeNull();
    expect(headerFault(header, network, 5)).toBe("gap");
    expect(headerFault(header.subarray(0, 50), network, 4)).toBe("truncated");
    expect(() => headerFault(header, new Uint8Array(32), 4)).toThrowError(
      expect.objectContaining({ code: "LOG_NETWORK" }),
    );
    const head = `4346534547${"0002"}${"01".repeat(32)}${"0000000000000004"}`;
    expect(() => headerFault(fromHex(head + crcHex(head)), network, 4)).toThrowError(
      expect.objectContaining({ code: "LOG_VERSION" }),
    );
  });

  it.each([
    ["0000000000000000.seg", 0],
    ["0000001234567890.seg", 1_234_567_890],
    ["9999999999999999.seg", null],
    ["000000000000001.seg", null],
    ["0000000000000000.seg~", null],
    ["lost+found", null],
  ])("is named by its first fact: %s", (name, first) => {
    expect(segmentFirst(name)).toBe(first);
    if (first !== null) expect(segmentName(first)).toBe(name);
  });

  it.each([
    ["origin\n12\nroot\n\n— sig\n", 12],
    ["origin\n0\nroot\n", 0],
    ["origin\n9007199254740992\nroot\n", null],
    ["origin\n012\nroot\n", null],
    ["origin\n-1\nroot\n", null],
    ["\n12\nroot\n", null],
    ["origin\n12", null],
  ])("finds the size in a checkpoint: %j", (text, size) => {
    expect(checkpointSize(text)).toBe(size);
  });
});
