import { compareBytes, equalBytes } from "../base/bytes.js";
import { toHex } from "../base/text.js";
import type { Cbor } from "../codec/cbor-value.js";
import type { Signer } from "../crypto/signer.js";
import {
  algorithms,
  decodeDraft,
  type EnvelopeSignature,
  encodeEnvelope,
  encodePayload,
  protectedHeader,
  sigStructure,
} from "../ledger/envelope.js";
import { sdkError } from "./errors.js";

declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

export type NewTransaction = {
  /** Network id. */
  readonly network: Uint8Array;
  readonly type: string;
  readonly body: Cbor;
  /** ms since 1970; at most 30 days ahead. */
  readonly validUntil: number;
  /** Thumbprints of everyone who must sign. */
  readonly signers: readonly Uint8Array[];
  /** 16 bytes; random unless given. Two transactions with the same one and the same rest are one. */
  readonly nonce?: Uint8Array;
};

/** A draft that nobody has signed. */
export function newTransaction({ signers, nonce, ...payload }: NewTransaction): Uint8Array {
  const sorted = [...signers].sort(compareBytes);
  const distinct = sorted.filter((signer, i) => {
    const previous = sorted[i - 1];
    return previous === undefined || !equalBytes(previous, signer);
  });
  const once = nonce ?? crypto.getRandomValues(new Uint8Array(16));
  return encodeEnvelope(encodePayload({ ...payload, nonce: once, signers: distinct }), []);
}

/** The draft with the signer's signature added. @throws SIGN_NOT_LISTED, SIGN_PRESENT, CBOR_*, ENVELOPE_* */
export async function signTransaction(draft: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const { payload, payloadBytes, signatures } = decodeDraft(draft);
  const keyId = toHex(signer.thumbprint);
  if (!payload.signers.some((listed) => equalBytes(listed, signer.thumbprint))) {
    throw sdkError("SIGN_NOT_LISTED", { keyId });
  }
  if (signatures.some(({ thumbprint }) => equalBytes(thumbprint, signer.thumbprint))) {
    throw sdkError("SIGN_PRESENT", { keyId });
  }
  const key = signer.publicKey;
  const algorithm = key.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
  const header = protectedHeader(algorithm, key);
  const signature = await signer.sign(sigStructure(header, payloadBytes));
  const { thumbprint } = signer;
  const added = { algorithm, key, thumbprint, header, unprotected: {}, signature };
  return encodeEnvelope(payloadBytes, inOrder([...signatures, added]));
}

/** One draft with the signatures of all of them. @throws JOIN_OTHER, CBOR_*, ENVELOPE_* */
export function joinTransactions(drafts: readonly Uint8Array[]): Uint8Array {
  const decoded = drafts.map(decodeDraft);
  const [first] = decoded;
  if (first === undefined) throw sdkError("JOIN_OTHER");
  const signatures = new Map<string, EnvelopeSignature>();
  for (const { id, signatures: signed } of decoded) {
    if (!equalBytes(id, first.id)) throw sdkError("JOIN_OTHER", { id: toHex(id) });
    for (const signature of signed) signatures.set(toHex(signature.thumbprint), signature);
  }
  return encodeEnvelope(first.payloadBytes, inOrder([...signatures.values()]));
}

function inOrder(signatures: readonly EnvelopeSignature[]): EnvelopeSignature[] {
  return [...signatures].sort((a, b) => compareBytes(a.thumbprint, b.thumbprint));
}
