import { leafHash } from "../../crypto/hash.js";
import { decodeFact, factHash } from "../../ledger/fact.js";

/** First byte of a tombstone, which carries the hash of the leaf that it stands for. */
const TOMBSTONE = 0x83;

/** The hash that a leaf has in the log's tree. @throws CBOR_*, FACT_* for a tombstone that is none */
export function leafTreeHash(leaf: Uint8Array, index: number): Uint8Array {
  return leaf[0] === TOMBSTONE ? factHash(leaf, decodeFact(index, leaf)) : leafHash(leaf);
}
