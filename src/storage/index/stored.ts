import { crc32 } from "node:zlib";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { encodeCbor, encodeCborInto } from "../../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../../codec/cbor-value.js";
import { encodedValue } from "../../ledger/fact-scan.js";
import { isUint } from "../../ledger/records.js";
import type { StoredFact } from "../../ledger/state.js";
import { indexError } from "./errors.js";

/** First character of a stored key: the kinds stand apart, each in the order of its own keys. */
export const prefix = { fact: "f", list: "l", deadline: "d", batch: "b" } as const;

/** Where the marker stands. */
export const MARKER = "m";

/** Raised when what is below changes. */
const LAYOUT = 2;

const SUM_BYTES = 4;

/** What the index holds, written with every batch. */
export type Marker = {
  readonly network: Uint8Array;
  /** The caller's: an index of another format is derived anew. */
  readonly format: number;
  /** Of the log, up to which the index holds. */
  readonly size: number;
  /** Number of the batch that wrote it, from 1. */
  readonly batch: number;
};

export type Codec<Value> = {
  readonly encode: (value: Value) => Uint8Array;
  /** @throws INDEX_CORRUPT */
  readonly decode: (bytes: Uint8Array) => Value;
};

/** Of values that stay in memory too. */
export type KeepingCodec<Value> = Codec<Value> & {
  /** The value without the leaf that it holds on to, and about how many bytes it has on disk. */
  readonly keep: (value: Value) => { readonly value: Value; readonly bytes: number };
};

/** Eight bytes of index, then the value, which a retraction lacks. */
export const factCodec: KeepingCodec<StoredFact> = {
  encode: ({ index, value, leaf }) => {
    if (value === undefined) return indexed(index, NOTHING);
    if (leaf !== undefined) return indexed(index, encodedValue(leaf));
    return encodeCborInto((bytes) => indexed(index, bytes), value);
  },
  decode: (stored) => {
    const bytes = checked(stored);
    if (bytes.length < INDEX_BYTES) throw indexError("INDEX_CORRUPT", { byteLength: bytes.length });
    const view = new DataView(bytes.buffer, bytes.byteOffset, INDEX_BYTES);
    const index = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
    if (!Number.isSafeInteger(index)) throw indexError("INDEX_CORRUPT");
    if (bytes.length === INDEX_BYTES) return { index };
    return { index, value: decoded(bytes.subarray(INDEX_BYTES)) };
  },
  keep: ({ index, value, leaf }) => {
    if (value === undefined) return { value: { index }, bytes: 0 };
    const { length } = leaf ?? encodeCbor(value);
    return { value: { index, value }, bytes: length };
  },
};

const INDEX_BYTES = 8;
const NOTHING = new Uint8Array(0);

function indexed(index: number, value: Uint8Array): Uint8Array {
  const end = INDEX_BYTES + value.length;
  const stored = Buffer.allocUnsafe(end + SUM_BYTES);
  stored.writeUInt32BE(Math.floor(index / 2 ** 32), 0);
  stored.writeUInt32BE(index % 2 ** 32, 4);
  stored.set(value, INDEX_BYTES);
  stored.writeUInt32BE(crc32(stored.subarray(0, end)), end);
  return stored;
}

export const listCodec: KeepingCodec<readonly string[]> = {
  encode: seal,
  decode: (bytes) => {
    const stored = unseal(bytes);
    if (!isCborArray(stored) || !stored.every((member) => typeof member === "string")) {
      throw indexError("INDEX_CORRUPT");
    }
    return stored;
  },
  keep: (value) => ({ value, bytes: value.reduce((sum, { length }) => sum + length, 0) }),
};

export const timeCodec: Codec<number> = {
  encode: seal,
  decode: (bytes) => {
    const stored = unseal(bytes);
    if (typeof stored !== "number") throw indexError("INDEX_CORRUPT");
    return stored;
  },
};

export const markerCodec: Codec<Marker> = {
  encode: ({ format, network, size, batch }) => seal([LAYOUT, format, network, size, batch]),
  decode: (bytes) => {
    const stored = unseal(bytes);
    const [layout, format, network, size, batch] = isCborArray(stored) ? stored : [];
    if (layout !== LAYOUT) throw indexError("INDEX_FORMAT", { known: LAYOUT });
    const isWhole = isCborArray(stored) && stored.length === 5 && network instanceof Uint8Array;
    if (!isWhole || !isUint(format) || !isUint(size) || !isUint(batch)) {
      throw indexError("INDEX_CORRUPT");
    }
    return { format, network, size, batch };
  },
};

/** Stored keys sort by bytes, so a batch's number has as many digits as it may ever need. */
export function batchKey(batch: number): string {
  return prefix.batch + String(batch).padStart(16, "0");
}

/**
 * LevelDB sums its blocks but does not look at the sums when one value is read, and a wrong value
 * here would become a wrong fact: so each bears its CRC-32.
 */
function seal(value: Cbor): Uint8Array {
  return encodeCborInto(summed, value);
}

function summed(bytes: Uint8Array): Uint8Array {
  const stored = Buffer.allocUnsafe(bytes.length + SUM_BYTES);
  stored.set(bytes);
  stored.writeUInt32BE(crc32(bytes), bytes.length);
  return stored;
}

function unseal(stored: Uint8Array): Cbor {
  return decoded(checked(stored));
}

/** What stands before a sum that is right. @throws INDEX_CORRUPT */
function checked(stored: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = stored;
  if (byteLength <= SUM_BYTES) throw indexError("INDEX_CORRUPT", { byteLength });
  // Not `subarray`: LevelDB gives Buffers, and a Buffer's `slice` is a view where ours is a copy.
  const bytes = new Uint8Array(buffer, byteOffset, byteLength - SUM_BYTES);
  const sum = Buffer.from(buffer, byteOffset, byteLength).readUInt32BE(byteLength - SUM_BYTES);
  if (crc32(bytes) !== sum) throw indexError("INDEX_CORRUPT", { byteLength });
  return bytes;
}

/** @throws INDEX_CORRUPT */
function decoded(bytes: Uint8Array): Cbor {
  try {
    return decodeCbor(bytes);
  } catch (cause) {
    throw indexError("INDEX_CORRUPT", { byteLength: bytes.length }, cause);
  }
}
