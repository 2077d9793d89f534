import { type CounterfoilError, isCoded } from "../base/errors.js";
import { Slab } from "../base/slab.js";
import { BATCH_SIGNATURES, type Ed25519Batch } from "../crypto/batch/ed25519-batch.js";
import { decodeEnvelope, type Envelope, type EnvelopeSignature, sigStructure } from "./envelope.js";
import { checkNetwork, checkSignatures, type SignatureRule } from "./verify-envelope.js";

/** An envelope that nothing is known of, and how its signatures are to be judged. */
export type Claim = { readonly bytes: Uint8Array; readonly rule: SignatureRule };

/**
 * What `verifyEnvelope` says of each, its error as a value. Ed25519 signatures are checked together
 * under ZIP-215; those that this does not show to be right, and all others, are checked one by one by
 * the claim's rule. By the rule `admission`, what only ZIP-215 accepts may thus be accepted or not.
 * @param batch null checks all one by one
 */
export function verifyEnvelopes(
  claims: readonly Claim[],
  network: Uint8Array,
  batch: Ed25519Batch | null,
): (Envelope | CounterfoilError)[] {
  const read = claims.map(({ bytes }) => orError(() => readEnvelope(bytes, network)));
  const shown = batch === null ? new Set<EnvelopeSignature>() : shownBy(batch, read);
  return claims.map(({ rule }, i) => {
    const envelope = read[i] as Envelope | CounterfoilError;
    return isCoded(envelope) ? envelope : orError(() => checked(envelope, rule, shown));
  });
}

function readEnvelope(bytes: Uint8Array, network: Uint8Array): Envelope {
  const envelope = decodeEnvelope(bytes);
  checkNetwork(envelope, network);
  return envelope;
}

function checked(
  envelope: Envelope,
  rule: SignatureRule,
  shown: ReadonlySet<EnvelopeSignature>,
): Envelope {
  checkSignatures(envelope, rule, shown);
  return envelope;
}

function orError(verify: () => Envelope): Envelope | CounterfoilError {
  try {
    return verify();
  } catch (error) {
    if (!isCoded(error)) throw error;
    return error;
  }
}

/** The signatures that hold, of those that can be checked together. */
function shownBy(
  batch: Ed25519Batch,
  read: readonly (Envelope | CounterfoilError)[],
): Set<EnvelopeSignature> {
  const together = read.flatMap((envelope) =>
    isCoded(envelope) ? [] : envelope.signatures.flatMap((one) => signedBy(one, envelope)),
  );
  const shown = new Set<EnvelopeSignature>();
  for (let at = 0; at < together.length; at += BATCH_SIGNATURES) {
    const part = together.slice(at, at + BATCH_SIGNATURES);
    for (const [i, accepted] of batch.accepted(part).entries()) {
      const { of } = part[i] as (typeof part)[number];
      if (accepted) shown.add(of);
    }
  }
  return shown;
}

/** Nobody keeps a message once its signature is checked. */
const slab = new Slab();

function signedBy(of: EnvelopeSignature, { payloadBytes }: Envelope) {
  const { key, signature, header } = of;
  if (key.kind !== "Ed25519") return [];
  return [
    { of, publicKey: key.x, signature, message: sigStructure(header, payloadBytes, slab.keep) },
  ];
}
