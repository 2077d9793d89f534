import { ed25519Accepts, p256Verify } from "#native";
import { concatBytes, equalBytes } from "../base/bytes.js";
import { toHex } from "../base/text.js";
import { verifyZip215 } from "../crypto/ed25519.js";
import {
  algorithms,
  decodeEnvelope,
  type Envelope,
  type EnvelopeSignature,
  sigStructure,
} from "./envelope.js";
import { envelopeError } from "./errors.js";
import { assertionMessage } from "./webauthn.js";

/**
 * How Ed25519 is judged. `exact` is the rule, ZIP-215, for replay and audit. `admission` takes only
 * what the fast library takes: an honest signer makes nothing else, and the exact check costs thirty
 * times as much, so it is not for everyone who sends bytes.
 */
export type SignatureRule = "admission" | "exact";

/**
 * A complete envelope of this network, every signature valid. A function of the bytes alone.
 * @throws CBOR_*, KEY_*, ENVELOPE_*, WEBAUTHN_*
 */
export function verifyEnvelope(
  bytes: Uint8Array,
  network: Uint8Array,
  rule: SignatureRule,
): Envelope {
  const envelope = decodeEnvelope(bytes);
  checkNetwork(envelope, network);
  checkSignatures(envelope, rule);
  return envelope;
}

/** @throws ENVELOPE_NETWORK */
export function checkNetwork({ payload }: Envelope, network: Uint8Array): void {
  if (!equalBytes(payload.network, network)) {
    throw envelopeError("ENVELOPE_NETWORK", { network: toHex(payload.network) });
  }
}

const NONE: ReadonlySet<EnvelopeSignature> = new Set();

/** Every signature that is there and not yet `shown` to be right. @throws ENVELOPE_SIGNATURE, WEBAUTHN_* */
export function checkSignatures(envelope: Envelope, rule: SignatureRule, shown = NONE): void {
  for (const signature of envelope.signatures) {
    if (shown.has(signature)) continue;
    if (!accepts(signature, envelope.payloadBytes, rule)) {
      throw envelopeError("ENVELOPE_SIGNATURE", { signer: toHex(signature.thumbprint) });
    }
  }
}

function accepts(signed: EnvelopeSignature, payload: Uint8Array, rule: SignatureRule): boolean {
  const structure = sigStructure(signed.header, payload);
  const { key, signature } = signed;
  if (key.kind === "Ed25519") {
    const verify = rule === "exact" ? verifyZip215 : ed25519Accepts;
    return verify(key.x, structure, signature);
  }
  const message =
    signed.algorithm === algorithms.WebAuthn ? assertionMessage(signed, structure) : structure;
  return p256Verify(concatBytes(key.x, key.y), message, signature);
}
