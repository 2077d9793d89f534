import { isCoded } from "../../base/errors.js";
import { decodeCborWithin } from "../../codec/cbor-decode.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../../codec/cbor-value.js";
import { readPath } from "../../ledger/proof-item.js";
import { isUint } from "../../ledger/records.js";

/** The first chunk: what the others are proved by (docs/reference/formats.md, Snapshot). */
export type SnapshotHead = {
  /** C2SP signed note of the snapshot's size, with a quorum. */
  readonly checkpoint: string;
  /** How the agencies of the first day became today's. */
  readonly bundle: Uint8Array;
};

/** Every other: the log's next leaves. */
export type SnapshotLeaves = {
  /** Index of the first of them. */
  readonly first: number;
  readonly leaves: readonly Uint8Array[];
  /** From the log that ends with them to the checkpoint, RFC 9162 §2.1.4. */
  readonly consistency: readonly Uint8Array[];
};

export function encodeHead({ checkpoint, bundle }: SnapshotHead): Uint8Array {
  return encodeCbor([checkpoint, bundle]);
}

export function encodeLeaves({ first, leaves, consistency }: SnapshotLeaves): Uint8Array {
  return encodeCbor([first, [...leaves], [...consistency]]);
}

const HEAD_ITEMS = 2;
/** 4 MiB of leaves, none of which has less than 16 bytes; and the proof. */
const LEAVES_ITEMS = 262_144 + 256;

/** Null where the bytes are none. */
export function decodeHead(bytes: Uint8Array): SnapshotHead | null {
  const item = decodedOrNull(bytes, HEAD_ITEMS);
  if (!isCborArray(item) || item.length !== 2) return null;
  const [checkpoint, bundle] = item;
  if (typeof checkpoint !== "string" || !(bundle instanceof Uint8Array)) return null;
  return { checkpoint, bundle };
}

/** Null where the bytes are none. */
export function decodeLeaves(bytes: Uint8Array): SnapshotLeaves | null {
  const item = decodedOrNull(bytes, LEAVES_ITEMS);
  if (!isCborArray(item) || item.length !== 3) return null;
  const [first, leaves, path] = item;
  const consistency = readPath(path);
  if (!isUint(first) || !isCborArray(leaves) || leaves.length === 0) return null;
  const isLeaf = (leaf: Cbor): leaf is Uint8Array => leaf instanceof Uint8Array;
  if (consistency === null || !leaves.every(isLeaf)) return null;
  return { first, leaves, consistency };
}

function decodedOrNull(bytes: Uint8Array, most: number): Cbor {
  try {
    return decodeCborWithin(bytes, most);
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}
