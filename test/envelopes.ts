import { compareBytes } from "../src/base/bytes.js";
import type { Cbor } from "../src/codec/cbor-value.js";
import type { MemorySigner } from "../src/crypto/signer.js";
import {
  algorithms,
  encodeEnvelope,
  encodePayload,
  protectedHeader,
  sigStructure,
} from "../src/ledger/envelope.js";
import { decodeTransaction, type Transaction } from "../src/ledger/transaction.js";

/** What a client makes: signers sorted by thumbprint, each of them having signed. */
export function signedTransaction(parts: {
  network: Uint8Array;
  type: string;
  body: Cbor;
  signers: readonly MemorySigner[];
  /** ms since 1970. */
  validUntil: number;
  /** 16 bytes. */
  nonce: Uint8Array;
}): Transaction {
  const signers = parts.signers.toSorted((a, b) => compareBytes(a.thumbprint, b.thumbprint));
  const { network, type, body, nonce, validUntil } = parts;
  const payload = encodePayload({
    network,
    type,
    body,
    nonce,
    validUntil,
    signers: signers.map(({ thumbprint }) => thumbprint),
  });
  const signatures = signers.map(({ publicKey, thumbprint, sign }) => {
    const algorithm = publicKey.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
    const header = protectedHeader(algorithm, publicKey);
    const signature = sign(sigStructure(header, payload));
    return { algorithm, key: publicKey, thumbprint, header, unprotected: {}, signature };
  });
  const bytes = encodeEnvelope(payload, signatures);
  return decodeTransaction(bytes);
}
