import { type Cbor, isCborArray } from "../codec/cbor-value.js";
import { leafHash } from "../crypto/hash.js";
import { checkInclusion } from "../crypto/tree.js";
import { verifyError } from "./errors.js";
import { decodeFact, type Fact, isTombstone } from "./fact.js";
import { isBytes, isUint } from "./records.js";

/** A leaf and its place in the tree of a checkpoint. */
export type Proof = {
  readonly index: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
};

/** No tree of at most 2⁵³ leaves has a longer path. */
const PATH_HASHES = 64;

export const proofItem = ({ index, leaf, path }: Proof): Cbor => [index, leaf, [...path]];

/** Null where it is of another form. */
export function readProof(item: Cbor | undefined): Proof | null {
  if (!isCborArray(item) || item.length !== 3) return null;
  const [index, leaf, hashes] = item;
  const path = readPath(hashes);
  if (!isUint(index) || !(leaf instanceof Uint8Array) || path === null) return null;
  return { index, leaf, path };
}

/** A path of hashes, a proof of consistency too; null where it is of another form. */
export function readPath(item: Cbor | undefined): readonly Uint8Array[] | null {
  if (!isCborArray(item) || item.length > 2 * PATH_HASHES) return null;
  return item.every((hash) => isBytes(hash, 32)) ? item : null;
}

/** The fact that stands there in the tree of the checkpoint. @throws TREE_*, FACT_*, CBOR_*, VERIFY_STRUCK */
export function provenFact(
  { size, root }: { readonly size: number; readonly root: Uint8Array },
  { index, leaf, path }: Proof,
): Fact {
  checkInclusion(leafHash(leaf), index, size, path, root);
  const fact = decodeFact(index, leaf);
  if (isTombstone(fact)) throw verifyError("VERIFY_STRUCK", { index });
  return fact;
}
