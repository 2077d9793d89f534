import { sha512 } from "#native";
import { concatBytes } from "../../base/bytes.js";
import { utf8Encode } from "../../base/text.js";

/** 128 bits: the chance that a bad signature passes, of whatever is tried, is 2⁻¹²⁸ each time. */
export const COEFFICIENT_BYTES = 16;
const A_HASH = 4;
const DOMAIN = utf8Encode("counterfoil/ed25519-batch/v1");

/**
 * The random factors of a batch, by SHA-512 of all of it: whoever changes a signature changes them all,
 * and everyone who checks the same batch has the same. `transcript` must bind every key, message and
 * signature.
 */
export function* coefficients(transcript: Uint8Array): Generator<Uint8Array, never> {
  const seed = sha512(concatBytes(DOMAIN, transcript));
  const counted = concatBytes(seed, new Uint8Array(4));
  const counter = new DataView(counted.buffer, seed.length);
  for (let i = 0; ; i++) {
    counter.setUint32(0, i);
    const hash = sha512(counted);
    for (let j = 0; j < A_HASH; j++) {
      yield hash.subarray(j * COEFFICIENT_BYTES, (j + 1) * COEFFICIENT_BYTES);
    }
  }
}
