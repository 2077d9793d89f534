import { CounterfoilError } from "../../base/errors.js";
import { decodeCborWithin } from "../../codec/cbor-decode.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../../codec/cbor-value.js";
import { cometError } from "./errors.js";

/** What one CometBFT transaction holds at the most. */
export const bundleLimits = {
  envelopes: 64,
  bytes: 256 * 1024,
  /** With so many bytes of envelopes it is full: another of 32 KiB, and the heads of all, still fit. */
  fullBytes: 223 * 1024,
} as const;

/** What CometBFT orders: deterministic CBOR `[+ envelope: bstr]`, so that one signature check of many pays. */
export function encodeBundle(envelopes: readonly Uint8Array[]): Uint8Array {
  return encodeCbor([...envelopes]);
}

/**
 * The envelopes, views of `bytes`; nothing is known of them yet.
 * @throws COMET_BUNDLE_FORM, COMET_BUNDLE_SIZE
 */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] {
  return decoded(bytes).map((item) => {
    if (item instanceof Uint8Array) return item;
    throw cometError("COMET_BUNDLE_FORM");
  });
}

function decoded(bytes: Uint8Array): readonly Cbor[] {
  if (bytes.length > bundleLimits.bytes)
    throw cometError("COMET_BUNDLE_SIZE", { bytes: bytes.length });
  try {
    const items = decodeCborWithin(bytes, bundleLimits.envelopes);
    if (isCborArray(items) && items.length > 0) return items;
  } catch (cause) {
    if (!(cause instanceof CounterfoilError)) throw cause;
    const code = cause.code === "CBOR_ITEMS" ? "COMET_BUNDLE_SIZE" : "COMET_BUNDLE_FORM";
    throw cometError(code, {}, cause);
  }
  throw cometError("COMET_BUNDLE_FORM");
}
