import { type CounterfoilError, isCoded } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { cborItemLength } from "../codec/cbor-length.js";
import { envelopeError } from "../ledger/errors.js";
import { apiError } from "./errors.js";
import { apiLimits } from "./values.js";

export type SplitSequence = {
  readonly items: readonly Uint8Array[];
  /** Why nothing after the items could be told apart; null where they are all. */
  readonly fault: CounterfoilError | null;
};

/**
 * The items of a CBOR sequence (RFC 8742), each a copy of its own. Whether an item is more than
 * bytes of the right length is for whoever decodes it. What is longer than an envelope may be is not
 * walked to its end: that would cost who takes it more than who sends it.
 * @throws API_SEQUENCE_COUNT
 */
export function splitCborSequence(bytes: Uint8Array): SplitSequence {
  const items: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (items.length === apiLimits.sequenceCount) {
      throw apiError("API_SEQUENCE_COUNT", { most: apiLimits.sequenceCount });
    }
    try {
      const length = cborItemLength(bytes.subarray(0, at + limits.envelopeBytes), at);
      items.push(bytes.slice(at, at + length));
      at += length;
    } catch (error) {
      if (!isCoded(error)) throw error;
      const isLong = error.code === "CBOR_TRUNCATED" && bytes.length > at + limits.envelopeBytes;
      return { items, fault: isLong ? envelopeError("ENVELOPE_SIZE", {}, error) : error };
    }
  }
  return { items, fault: null };
}
