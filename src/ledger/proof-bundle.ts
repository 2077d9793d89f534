import { errorFamily } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { decodeCbor } from "../codec/cbor-decode.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../codec/cbor-value.js";
import { type Proof, proofItem, readProof } from "./proof-item.js";

export const bundleError = errorFamily({
  BUNDLE_SIZE: "The proof bundle is longer than 16 MiB.",
  BUNDLE_FORM: "The file is not a proof bundle as the format has it.",
  BUNDLE_VERSION: "The proof bundle is of a version that this program does not know.",
});

/** How one epoch closed. */
export type BundleStep = {
  /** C2SP signed note at the closing size. */
  readonly checkpoint: string;
  /** The approved change. */
  readonly change: Proof;
  /** The checkpoint's last fact. */
  readonly seal: Proof;
};

/** By the epochs' numbers, from 0; null where a renewal closed one (docs/reference/formats.md, Proof bundle). */
export type ProofBundle = readonly (BundleStep | null)[];

const VERSION = 1;

export function encodeProofBundle(steps: ProofBundle): Uint8Array {
  const items = steps.map((step): Cbor => {
    if (step === null) return null;
    return [step.checkpoint, proofItem(step.change), proofItem(step.seal)];
  });
  return encodeCbor([VERSION, items]);
}

/** @throws CBOR_*, BUNDLE_* */
export function decodeProofBundle(bytes: Uint8Array): ProofBundle {
  if (bytes.length > limits.bundleBytes) throw bundleError("BUNDLE_SIZE", { bytes: bytes.length });
  const item = decodeCbor(bytes);
  if (!isCborArray(item) || item.length !== 2) throw bundleError("BUNDLE_FORM");
  const [version, steps] = item;
  if (version !== VERSION) throw bundleError("BUNDLE_VERSION");
  if (!isCborArray(steps)) throw bundleError("BUNDLE_FORM");
  return steps.map((step, epoch) => (step === null ? null : readStep(step, epoch)));
}

function readStep(item: Cbor, epoch: number): BundleStep {
  const [checkpoint, change, seal] = isCborArray(item) && item.length === 3 ? item : [];
  const [changed, sealed] = [readProof(change), readProof(seal)];
  if (typeof checkpoint !== "string" || changed === null || sealed === null) {
    throw bundleError("BUNDLE_FORM", { epoch });
  }
  return { checkpoint, change: changed, seal: sealed };
}
