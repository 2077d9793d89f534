import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import { concatBytes } from "#src/base/bytes.js";
import { utf8Encode } from "#src/base/text.js";
import { DiskFile } from "#src/storage/disk.js";
import { nodeFileSystem } from "#src/storage/file-system.js";
import { factCodec, listCodec, markerCodec, timeCodec } from "#src/storage/index/stored.js";
import { LEAST_BUFFER_BYTES, RecordCursor } from "#src/storage/log/cursor.js";
import { DurableRecord } from "#src/storage/log/durable-record.js";
import {
  checkpointSize,
  encodeHeader,
  HEAD_BYTES,
  HEADER_BYTES,
  headerFault,
  putRecord,
  RecordType,
  segmentFirst,
  segmentName,
} from "#src/storage/log/format.js";
import { readMarker } from "#src/storage/tiles/marker.js";
import { parseTilePath, tilePath } from "#src/storage/tiles/tile-path.js";
import { mutateBytes } from "../make/bytes.js";
import { CborMaker } from "../make/cbor.js";
import { fileWith, freshPath } from "../make/temp.js";
import { TextMaker } from "../make/text.js";
import type { Chance } from "../run/chance.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue, lossy } from "./same.js";

const decoders = "decoders";

const tile: Target = {
  name: "tile-path",
  kind: decoders,
  make: new TextMaker(
    [
      "0/000",
      "63/000",
      "0/x001/234.p/5",
      "entries/x009/x999/067",
      "1/255.p/255",
      "0/x001/x234/067",
    ],
    ["x", "/", ".p/", "000", "256", "99", "-", "e1", "٣", "\n", "%2e", "entries"],
  ).make,
  run: (input) => {
    const text = lossy(input);
    const name = parseTilePath(text);
    if (name === null) return "no tile";
    assertTrue(tilePath(name.level, name.n, name.width) === text, "path");
    return "ok";
  },
  refusals: /^$/,
};

const NAMES = ["0000000000000000.seg", "0000000000000012.seg", "9007199254740991.seg"];
const segmentFile: Target = {
  name: "segment-name",
  kind: decoders,
  make: new TextMaker(NAMES, ["9", "0", ".seg", "\n", "-", "٣", "."]).make,
  run: (input) => {
    const text = lossy(input);
    const first = segmentFirst(text);
    if (first === null) return "no segment";
    assertTrue(segmentName(first) === text, "name");
    return "ok";
  },
  refusals: /^$/,
};

const network = new Uint8Array(32).fill(1);
const leaves = bytes("fact").slice(0, 12);
const notes = texts("note").slice(0, 2).map(utf8Encode);

function segmentOf(parts: readonly Uint8Array[]): Uint8Array {
  const records = parts.map((payload, index) => {
    const record = new Uint8Array(HEAD_BYTES + payload.length);
    const type = index < leaves.length ? RecordType.Leaf : RecordType.Checkpoint;
    putRecord(record, 0, type, payload, Math.min(index, leaves.length));
    return record;
  });
  return concatBytes(encodeHeader(network, 0), ...records);
}

const segments = [segmentOf([...leaves, ...notes]), segmentOf(leaves.slice(0, 2)), segmentOf([])];
const buffer = new Uint8Array(LEAST_BUFFER_BYTES);

/** Facts that are read before the segment ends or is damaged; a record has one encoding. */
const segment: Target = {
  name: "segment",
  kind: decoders,
  weight: 0.2,
  make: (chance) => mutateBytes(chance, chance.pick(segments), segments),
  run: (input) => {
    const fault = headerFault(input, network, 0);
    if (fault !== null) return `header: ${fault}`;
    const file = DiskFile.open(fileWith("segment", input), "read");
    try {
      const cursor = new RecordCursor(file, buffer, HEADER_BYTES, 0, input.length);
      for (let { offset, next } = cursor; cursor.step(); { offset, next } = cursor) {
        const record = new Uint8Array(cursor.offset - offset);
        putRecord(record, 0, cursor.type, cursor.payload, next);
        assertSame(input.subarray(offset, cursor.offset), record);
        if (cursor.type === RecordType.Checkpoint) checkpointSize(lossy(cursor.payload));
      }
      return cursor.fault ?? "ok";
    } finally {
      file.close();
    }
  },
  refusals: /^LOG_(?:VERSION|NETWORK)$/,
};

const SLOTS = [0, 4096];
const SLOT_BYTES = 75;
const records = [1, 2].map((size) => {
  const path = freshPath("record");
  const record = DurableRecord.open(path);
  for (let at = 1; at <= size; at++) {
    record.write({ size: at, root: network, segmentFirstIndex: 0, byteLength: 100 * at });
  }
  record.close();
  return new Uint8Array(readFileSync(path));
});

/** Sums are made good again three times in four, since nothing gets past a wrong one. */
function withSums(chance: Chance, input: Uint8Array): Uint8Array {
  const fixed = input.slice();
  const view = new DataView(fixed.buffer);
  for (const slot of SLOTS) {
    const end = slot + SLOT_BYTES;
    if (end > fixed.length || chance.oneIn(4)) continue;
    view.setUint32(end - 4, crc32(fixed.subarray(slot, end - 4)));
  }
  return fixed;
}

const record: Target = {
  name: "durable-record",
  kind: decoders,
  weight: 0.2,
  make: (chance) => {
    const seed = chance.pick(records);
    if (chance.oneIn(4)) return mutateBytes(chance, seed, records);
    const slot = chance.pick(SLOTS);
    const changed = seed.slice();
    for (let left = chance.few(6); left > 0; left--) {
      changed[slot + chance.below(SLOT_BYTES)] = chance.below(256);
    }
    return withSums(chance, changed);
  },
  run: (input) => {
    const opened = DurableRecord.open(fileWith("durable-record", input));
    const state = opened.read();
    opened.close();
    if (state === null) return "nothing";
    const { size, byteLength, segmentFirstIndex } = state;
    for (const number of [size, byteLength, segmentFirstIndex]) {
      assertTrue(Number.isSafeInteger(number) && number >= 0, "number");
    }
    return state.doubtful ? "doubtful" : "ok";
  },
  refusals: /^(?:RECORD_DAMAGED|LOG_VERSION)$/,
};

const marker: Target = {
  name: "tiles-marker",
  kind: decoders,
  weight: 0.2,
  make: new TextMaker(["0\n", "26\n", "9007199254740991\n"], ["9", "0", "\n", "-", ".", "e"]).make,
  run: (input) => {
    const size = readMarker(fileWith("marker", input), nodeFileSystem);
    if (size > 0) assertSame(input, utf8Encode(`${size}\n`));
    return size === 0 ? "nothing" : "ok";
  },
  refusals: /^$/,
};

const codecs = [factCodec, listCodec, timeCodec, markerCodec] as const;
const stored = [
  factCodec.encode({ index: 7, value: { areaM2: 512 } }),
  factCodec.encode({ index: 7 }),
  listCodec.encode(["land/title/1", "land/title/2"]),
  timeCodec.encode(1_700_000_000_000),
  markerCodec.encode({ network, format: 1, size: 26, batch: 3 }),
];
const inner = new CborMaker(stored.map((value) => new Uint8Array(value.slice(0, -4))));
const sum = (value: Uint8Array): Uint8Array => {
  const four = new Uint8Array(4);
  new DataView(four.buffer).setUint32(0, crc32(value));
  return four;
};

/** What the state index keeps; the first byte says as what it is read. */
const index: Target = {
  name: "state-index",
  kind: decoders,
  make: (chance) => {
    const kind = Uint8Array.of(chance.below(codecs.length));
    if (chance.oneIn(5)) return concatBytes(kind, mutateBytes(chance, chance.pick(stored), stored));
    const value = inner.make(chance);
    return concatBytes(kind, value, sum(value));
  },
  run: (input) => {
    const given = input.slice(1);
    assertSame(given, readAgain((input[0] ?? 0) % codecs.length, given));
    return "ok";
  },
  refusals: /^INDEX_(?:CORRUPT|FORMAT)$/,
};

function readAgain(codec: number, given: Uint8Array): Uint8Array {
  if (codec === 0) return factCodec.encode(factCodec.decode(given));
  if (codec === 1) return listCodec.encode(listCodec.decode(given));
  if (codec === 2) return timeCodec.encode(timeCodec.decode(given));
  return markerCodec.encode(markerCodec.decode(given));
}

export const storageTargets: readonly Target[] = [
  tile,
  segmentFile,
  segment,
  record,
  marker,
  index,
];
