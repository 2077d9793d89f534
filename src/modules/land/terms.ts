import { encodeCbor } from "../../codec/cbor-encode.js";
import { sha256 } from "../../crypto/hash.js";
import type { LodgeBody } from "./bodies.js";

const TAG = "counterfoil/land/transfer/v1";

/** Digest of who gives what to whom: what is registered later is what was lodged. */
export function termsOf({ title, from, to }: LodgeBody): Uint8Array {
  // The sources are cited with the transfer itself, so they are no part of what is lodged.
  const takings = to.map(({ holders, share }) => ({ holders, share }));
  return sha256(encodeCbor([TAG, title, from, takings]));
}
