import { limits } from "../base/limits.js";
import { Slab } from "../base/slab.js";
import { decodeCbor } from "../codec/cbor-decode.js";
import { encodeCborInto } from "../codec/cbor-encode.js";
import { type Cbor, type CborArray, isCborArray } from "../codec/cbor-value.js";
import { leafHash } from "../crypto/hash.js";
import { factError } from "./errors.js";
import { isKey, type KeyKind, keyKind } from "./key.js";
import { isBytes, isUint, readGenesis, readSeal, readTick, readTransaction } from "./records.js";

/** A leaf of the log (docs/reference/formats.md, Fact). */
export type Fact = {
  readonly index: number;
  readonly key: string;
  readonly kind: KeyKind;
  /** Distance back to the `tx/`, `tick/` or `genesis` fact that wrote it; 0 in those and in seals. */
  readonly cause: number;
  readonly supersedes: number | null;
  /** Absent: the key is retracted. */
  readonly value?: Cbor;
};

/** What stands in the place of a struck leaf, and hashes to what that hashed to. */
export type Tombstone = {
  readonly index: number;
  readonly struck: Uint8Array;
  readonly decision: number;
};

export function isTombstone(leaf: Fact | Tombstone): leaf is Tombstone {
  return "struck" in leaf;
}

/** Leaves live until their block is written. */
const slab = new Slab();

/** @throws FACT_SIZE */
export function encodeFact(fact: Omit<Fact, "index" | "kind">): Uint8Array {
  const { key, cause, supersedes, value } = fact;
  const item =
    value === undefined ? [1, key, cause, supersedes] : [1, key, cause, supersedes, value];
  const leaf = encodeCborInto(slab.keep, item);
  if (leaf.length > limits.leafBytes) throw factError("FACT_SIZE", { bytes: leaf.length });
  return leaf;
}

/** The hash that the leaf has in the tree: a tombstone's is the one it carries. */
export function factHash(leaf: Uint8Array, decoded: Fact | Tombstone): Uint8Array {
  return isTombstone(decoded) ? decoded.struck : leafHash(leaf);
}

/**
 * What a leaf says at its index, with every rule that needs no other leaf.
 * @throws CBOR_*, FACT_*
 */
export function decodeFact(index: number, leaf: Uint8Array): Fact | Tombstone {
  if (leaf.length > limits.leafBytes) throw factError("FACT_SIZE", { index, bytes: leaf.length });
  const item = decodeCbor(leaf);
  if (!isCborArray(item)) throw factError("FACT_FORM", { index });
  if (item[0] === 0) return readTombstone(index, item);
  if (item.length !== 4 && item.length !== 5) throw factError("FACT_FORM", { index });
  const [version, key, cause, supersedes, value] = item;
  if (version !== 1) throw factError("FACT_VERSION", { index });
  if (typeof key !== "string" || !isUint(cause)) throw factError("FACT_FORM", { index });
  if (supersedes !== null && !isUint(supersedes)) throw factError("FACT_FORM", { index });
  if (!isKey(key)) throw factError("FACT_KEY", { index });
  const kind = keyKind(key);
  if (kind === null) throw factError("FACT_LEDGER_KEY", { index, key });
  const head = { index, key, kind, cause, supersedes: supersedes as number | null };
  const fact: Fact = value === undefined ? head : { ...head, value };
  checkPlace(fact);
  checkValue(fact);
  return fact;
}

/** `[0, leafHash, decision]`; whether the decision stands is for the replay to see. */
function readTombstone(index: number, item: CborArray): Tombstone {
  const [, struck, decision] = item;
  if (item.length !== 3 || !isBytes(struck, 32) || !isUint(decision)) {
    throw factError("FACT_FORM", { index });
  }
  return { index, struck, decision };
}

function checkPlace({ index, key, kind, cause, supersedes, value }: Fact): void {
  if ((kind === "genesis") !== (index === 0)) throw factError("FACT_LEDGER_KEY", { index, key });
  if (kind === "module") {
    if (cause < 1 || cause > index) throw factError("FACT_CAUSE", { index, key, cause });
    if (value === undefined && supersedes === null) {
      throw factError("FACT_RETRACTION", { index, key });
    }
  } else {
    if (cause !== 0) throw factError("FACT_CAUSE", { index, key, cause });
    if (value === undefined) throw factError("FACT_LEDGER_KEY", { index, key });
    if (kind !== "seal" && supersedes !== null) {
      throw factError("FACT_SUPERSEDES", { index, key, supersedes });
    }
  }
  if (supersedes !== null && supersedes >= index) {
    throw factError("FACT_SUPERSEDES", { index, key, supersedes });
  }
}

const FORMS = {
  genesis: readGenesis,
  tx: readTransaction,
  tick: readTick,
  seal: readSeal,
  module: () => true,
};

function checkValue({ index, key, kind, value }: Fact): void {
  if (FORMS[kind](value) === null) throw factError("FACT_FORM", { index, key });
  if (kind !== "tx") return;
  const record = readTransaction(value);
  if (record !== null && record.code !== "ok" && record.writes !== 0) {
    throw factError("FACT_WRITES", { index, key });
  }
}
