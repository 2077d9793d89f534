import { compareBytes } from "#src/base/bytes.js";
import { type PublicKey, thumbprint } from "#src/crypto/cose-key.js";
import {
  algorithms,
  type EnvelopeSignature,
  encodeEnvelope,
  encodePayload,
  type Payload,
  protectedHeader,
} from "#src/ledger/envelope.js";
import { decodeTransaction, type Transaction } from "#src/ledger/transaction.js";
import { edSigner, esSigner } from "../make/signers.js";

/** Who may act, by a number from 1 to 250; every seventh has a P-256 key. */
export type Actor = {
  readonly number: number;
  readonly key: PublicKey;
  readonly thumbprint: Uint8Array;
  readonly header: Uint8Array;
};

export const MOST_ACTORS = 250;
const known = new Map<number, Actor>();

export function actor(number: number): Actor {
  const before = known.get(number);
  if (before !== undefined) return before;
  const { publicKey: key } = number % 7 === 0 ? esSigner(number) : edSigner(number);
  const algorithm = key.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
  const header = protectedHeader(algorithm, key);
  const made = { number, key, thumbprint: thumbprint(key), header };
  known.set(number, made);
  return made;
}

/** Nothing of a person but a number, and no two persons have one. */
export const handleOf = (number: number): string => number.toString(16).padStart(32, "0");

const NO_SIGNATURE = new Uint8Array(64);

/**
 * The transaction as execution gets it: admission has looked at the signatures, so nobody looks at
 * them again and none is made.
 */
export function unsignedTransaction(
  terms: Omit<Payload, "signers">,
  actors: readonly Actor[],
): Transaction {
  const signers = [...new Set(actors)].sort((a, b) => compareBytes(a.thumbprint, b.thumbprint));
  const payload = encodePayload({ ...terms, signers: signers.map((one) => one.thumbprint) });
  const bytes = encodeEnvelope(payload, signers.map(unsigned));
  return decodeTransaction(bytes);
}

function unsigned({ key, thumbprint: print, header }: Actor): EnvelopeSignature {
  const algorithm = key.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
  return { algorithm, key, thumbprint: print, header, unprotected: {}, signature: NO_SIGNATURE };
}
