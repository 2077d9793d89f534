import { toHex } from "../base/text.js";
import { decodeCborCopied } from "../codec/cbor-decode.js";
import {
  type Algorithm,
  algorithms,
  decodeEnvelope,
  type Envelope,
  type Payload,
  readPayload,
  sigStructure,
  transactionKey,
} from "./envelope.js";
import { type WebAuthnClaim, webauthnClaim } from "./webauthn.js";

const { EdDSA, ES256 } = algorithms;

/** Who has signed, as authority looks them up. */
export type Signatory = {
  /** Thumbprint (RFC 9679) in hex. */
  readonly keyId: string;
  readonly algorithm: Algorithm;
  /** What authority must compare with the fact that bound the key. */
  readonly webauthn: WebAuthnClaim | null;
};

/** A verified envelope, as far as ordering and execution need it, and its bytes, which go on record. */
export type Transaction = {
  readonly id: Uint8Array;
  /** Of its fact: `tx/` and the id in hex. */
  readonly key: string;
  readonly payload: Payload;
  readonly signatories: readonly Signatory[];
  readonly bytes: Uint8Array;
  /** Whether another thread has found the body to be of its type's form. */
  readonly bodyChecked: boolean;
  /** Forgets what it can decode again: once it was executed, none of that need survive a collection. */
  readonly forget?: () => void;
};

export function transactionOf(envelope: Envelope, bytes: Uint8Array): Transaction {
  const { id, payload } = envelope;
  const signatories = signatoriesOf(envelope);
  return { id, key: transactionKey(id), payload, signatories, bytes, bodyChecked: false };
}

/**
 * Of a complete envelope whose signatures somebody else has verified.
 * @throws CBOR_*, KEY_*, ENVELOPE_*
 */
export function decodeTransaction(bytes: Uint8Array): Transaction {
  return transactionOf(decodeEnvelope(bytes), bytes);
}

export function signatoriesOf({ signatures, payloadBytes }: Envelope): Signatory[] {
  return signatures.map((signature) => ({
    keyId: toHex(signature.thumbprint),
    algorithm: signature.algorithm,
    webauthn:
      signature.algorithm === algorithms.WebAuthn
        ? webauthnClaim(signature, sigStructure(signature.header, payloadBytes))
        : null,
  }));
}

/*
 * What one thread found out about an envelope, for another that has the same bytes and need not
 * find it out again: id (32 bytes), where the payload stands (offset and length, 4 bytes each),
 * whether the body was checked (1), then the algorithm of each signature (1, signed); who signed, the
 * payload says.
 */
const OFFSET_AT = 32;
const LENGTH_AT = 36;
const BODY_CHECKED_AT = 40;
const ALGORITHMS_AT = 41;

/**
 * @param bodyChecked whether the body is of its type's form, and not merely not looked at
 * @returns null where a signature is not plain EdDSA or ES256: an assertion's claim has no place here
 */
export function findings(
  envelope: Envelope,
  bytes: Uint8Array,
  bodyChecked: boolean,
): Uint8Array | null {
  const { id, payloadBytes, signatures } = envelope;
  const found = new Uint8Array(ALGORITHMS_AT + signatures.length);
  const view = new DataView(found.buffer);
  found.set(id);
  // A view of the bytes: network, nonce and one signer alone are longer than what is decoded to a copy.
  view.setUint32(OFFSET_AT, payloadBytes.byteOffset - bytes.byteOffset);
  view.setUint32(LENGTH_AT, payloadBytes.length);
  view.setUint8(BODY_CHECKED_AT, bodyChecked ? 1 : 0);
  for (const [i, { algorithm }] of signatures.entries()) {
    if (algorithm === algorithms.WebAuthn) return null;
    view.setInt8(ALGORITHMS_AT + i, algorithm);
  }
  return found;
}

/** The transaction of an envelope whose findings these are: nothing of it is checked again. */
export function transactionFrom(found: Uint8Array, bytes: Uint8Array): Transaction {
  return new FoundTransaction(found, bytes);
}

/** Decoded no sooner than it is read: one that waits for its block is two byte strings, which are quickly kept. */
class FoundTransaction implements Transaction {
  readonly id: Uint8Array;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly #found: DataView;
  #payload: Payload | null = null;
  #signatories: readonly Signatory[] | null = null;

  constructor(found: Uint8Array, bytes: Uint8Array) {
    this.id = found.subarray(0, OFFSET_AT);
    this.key = transactionKey(this.id);
    this.bytes = bytes;
    this.#found = new DataView(found.buffer, found.byteOffset, found.length);
  }

  get bodyChecked(): boolean {
    return this.#found.getUint8(BODY_CHECKED_AT) === 1;
  }

  forget(): void {
    this.#payload = null;
    this.#signatories = null;
  }

  get payload(): Payload {
    this.#payload ??= this.#read();
    return this.#payload;
  }

  get signatories(): readonly Signatory[] {
    this.#signatories ??= this.payload.signers.map((signer, i) => ({
      keyId: toHex(signer),
      algorithm: this.#found.getInt8(ALGORITHMS_AT + i) === algorithms.EdDSA ? EdDSA : ES256,
      webauthn: null,
    }));
    return this.#signatories;
  }

  #read(): Payload {
    const start = this.#found.getUint32(OFFSET_AT);
    const payloadBytes = this.bytes.subarray(start, start + this.#found.getUint32(LENGTH_AT));
    // What is written of the body stays in memory, which must not keep envelopes many times its size.
    return readPayload(decodeCborCopied(payloadBytes));
  }
}
