import { compareBytes } from "#src/base/bytes.js";
import { type MemorySigner, p256Signer, seedSigner } from "#src/crypto/signer.js";
import {
  algorithms,
  type EnvelopeSignature,
  encodeEnvelope,
  encodePayload,
  type Payload,
  protectedHeader,
  sigStructure,
} from "#src/ledger/envelope.js";

const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n);

/** Keys of our own, so that what was changed can be signed again and the checks behind that are reached. */
export const edSigner = (n: number): MemorySigner => seedSigner(seed(n));
export const esSigner = (n: number): MemorySigner => p256Signer(seed(n));

export function signatureOf(signer: MemorySigner, payload: Uint8Array): EnvelopeSignature {
  const { publicKey: key, thumbprint } = signer;
  const algorithm = key.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
  const header = protectedHeader(algorithm, key);
  const signature = signer.sign(sigStructure(header, payload));
  return { algorithm, key, thumbprint, header, unprotected: {}, signature };
}

/** The envelope that these signers make of it. */
export function signed(
  terms: Omit<Payload, "signers">,
  signers: readonly MemorySigner[],
): Uint8Array {
  const sorted = signers.toSorted((a, b) => compareBytes(a.thumbprint, b.thumbprint));
  const payload = encodePayload({ ...terms, signers: sorted.map(({ thumbprint }) => thumbprint) });
  return encodeEnvelope(
    payload,
    sorted.map((signer) => signatureOf(signer, payload)),
  );
}
