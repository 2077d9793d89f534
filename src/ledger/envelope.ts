import { compareBytes, equalBytes } from "../base/bytes.js";
import { limits } from "../base/limits.js";
import { toHex, utf8Encode } from "../base/text.js";
import { decodeCbor, decodeCborCopied, decodeTaggedCbor } from "../codec/cbor-decode.js";
import { encodeCbor, encodeCborInto, encodeTaggedCbor } from "../codec/cbor-encode.js";
import { type Cbor, isCborArray, isCborObject } from "../codec/cbor-value.js";
import { coseKey, decodeCoseKey, type PublicKey, thumbprint } from "../crypto/cose-key.js";
import { sha256 } from "../crypto/hash.js";
import { envelopeError } from "./errors.js";
import { isBytes, isEmptyMap, isUint } from "./records.js";

/** COSE_Sign, RFC 9052 §4.1. */
const COSE_SIGN_TAG = 98;
/** Header parameter kccs, RFC 9528 §9.2, holding a CWT claims set with `cnf` (RFC 8747 §3.1). */
const KCCS = 14;
const CNF = 8;
const CNF_COSE_KEY = 1;
const EXTERNAL_AAD = utf8Encode("counterfoil/tx/v1");
const EMPTY = new Uint8Array(0);

/** COSE algorithm numbers, RFC 9053 §2; −65537 is private: a WebAuthn assertion by ES256. */
export const algorithms = { EdDSA: -8, ES256: -7, WebAuthn: -65537 } as const;
export type Algorithm = (typeof algorithms)[keyof typeof algorithms];
const ALGORITHMS: ReadonlySet<Cbor | undefined> = new Set(Object.values(algorithms));

export type Payload = {
  /** Leaf hash of the network's fact 0. */
  readonly network: Uint8Array;
  readonly type: string;
  readonly body: Cbor;
  readonly nonce: Uint8Array;
  /** ms since 1970. */
  readonly validUntil: number;
  /** Thumbprints (RFC 9679), sorted and distinct. */
  readonly signers: readonly Uint8Array[];
};

export type EnvelopeSignature = {
  readonly algorithm: Algorithm;
  readonly key: PublicKey;
  readonly thumbprint: Uint8Array;
  /** The protected header's bytes, as signed. */
  readonly header: Uint8Array;
  /** Only WebAuthn has any. */
  readonly unprotected: Readonly<Record<string, Uint8Array>>;
  readonly signature: Uint8Array;
};

export type Envelope = {
  /** SHA-256 of the payload's bytes: signatures are not in it. */
  readonly id: Uint8Array;
  readonly payload: Payload;
  readonly payloadBytes: Uint8Array;
  /** In a draft, those that are there; in a complete envelope, one a signer in the signers' order. */
  readonly signatures: readonly EnvelopeSignature[];
};

/** The key under which a transaction stands on the ledger. */
export const transactionKey = (id: Uint8Array): string => `tx/${toHex(id)}`;

export function encodePayload(payload: Payload): Uint8Array {
  const { network, type, body, nonce, validUntil, signers } = payload;
  return encodeCbor([1, network, type, body, nonce, validUntil, [...signers]]);
}

export function encodeEnvelope(
  payloadBytes: Uint8Array,
  signatures: readonly EnvelopeSignature[],
): Uint8Array {
  const signed = signatures.map((s) => [s.header, s.unprotected, s.signature]);
  return encodeTaggedCbor(COSE_SIGN_TAG, [EMPTY, {}, payloadBytes, signed]);
}

export function protectedHeader(algorithm: Algorithm, key: PublicKey): Uint8Array {
  const claims = new Map([[CNF, new Map([[CNF_COSE_KEY, coseKey(key)]])]]);
  return encodeCbor(
    new Map<number, Cbor>([
      [1, algorithm],
      [KCCS, claims],
    ]),
  );
}

/**
 * What a signer signs: Sig_structure, RFC 9052 §4.4.
 * @param keep copies bytes that hold only until it returns
 */
export function sigStructure(
  header: Uint8Array,
  payloadBytes: Uint8Array,
  keep: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes.slice(),
): Uint8Array {
  return encodeCborInto(keep, ["Signature", EMPTY, header, EXTERNAL_AAD, payloadBytes]);
}

/**
 * An envelope that every listed signer has signed; signatures are not verified here.
 * @throws CBOR_*, KEY_*, ENVELOPE_*
 */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const envelope = decodeDraft(bytes);
  const { payload, signatures } = envelope;
  if (signatures.length !== payload.signers.length) {
    throw envelopeError("ENVELOPE_INCOMPLETE", {
      signers: payload.signers.length,
      signatures: signatures.length,
    });
  }
  return envelope;
}

/**
 * An envelope that may lack signatures: each that is there is of a listed signer, in the signers' order.
 * @throws CBOR_*, KEY_*, ENVELOPE_*
 */
export function decodeDraft(bytes: Uint8Array): Envelope {
  if (bytes.length > limits.envelopeBytes) {
    throw envelopeError("ENVELOPE_SIZE", { bytes: bytes.length });
  }
  const item = decodeTaggedCbor(bytes, COSE_SIGN_TAG);
  if (!isCborArray(item) || item.length !== 4) throw envelopeError("ENVELOPE_FORM");
  const [header, unprotected, payloadBytes, signed] = item;
  if (!isBytes(header, 0) || !isEmptyMap(unprotected)) throw envelopeError("ENVELOPE_FORM");
  if (!(payloadBytes instanceof Uint8Array) || !isCborArray(signed)) {
    throw envelopeError("ENVELOPE_FORM");
  }
  const payload = readPayload(decodeCborCopied(payloadBytes));
  if (signed.length > limits.signatures) throw envelopeError("ENVELOPE_FORM");
  const signatures = signed.map(readSignature);
  checkOrder(payload.signers, signatures);
  return { id: sha256(payloadBytes), payload, payloadBytes, signatures };
}

/** @throws ENVELOPE_* */
export function readPayload(item: Cbor): Payload {
  if (!isCborArray(item) || item.length !== 7) throw envelopeError("ENVELOPE_FORM");
  const [version, network, type, body, nonce, validUntil, signers] = item;
  if (version !== 1 || !isBytes(network, 32) || typeof type !== "string") {
    throw envelopeError("ENVELOPE_FORM");
  }
  if (!isBytes(nonce, 16) || !isUint(validUntil)) throw envelopeError("ENVELOPE_FORM");
  return { network, type, body: body as Cbor, nonce, validUntil, signers: readSigners(signers) };
}

function readSigners(item: Cbor | undefined): Uint8Array[] {
  if (!isCborArray(item) || item.length < 1 || item.length > limits.signatures) {
    throw envelopeError("ENVELOPE_FORM");
  }
  const signers: Uint8Array[] = [];
  for (const signer of item) {
    if (!isBytes(signer, 32)) throw envelopeError("ENVELOPE_FORM");
    const previous = signers.at(-1);
    if (previous !== undefined && compareBytes(previous, signer) >= 0) {
      throw envelopeError("ENVELOPE_SIGNERS");
    }
    signers.push(signer);
  }
  return signers;
}

function readSignature(item: Cbor): EnvelopeSignature {
  if (!isCborArray(item) || item.length !== 3) throw envelopeError("ENVELOPE_FORM");
  const [header, unprotected, signature] = item;
  if (!(header instanceof Uint8Array)) throw envelopeError("ENVELOPE_FORM");
  const { algorithm, key } = readHeader(decodeCbor(header));
  // Both algorithms' signatures are 64 bytes; some libraries pass over a 65th.
  if (!isBytes(signature, 64)) throw envelopeError("ENVELOPE_SIGNATURE");
  return {
    algorithm,
    key,
    thumbprint: thumbprint(key),
    header,
    unprotected: readUnprotected(unprotected, algorithm),
    signature,
  };
}

/** Algorithm and key of a protected header as `protectedHeader` makes it. @throws KEY_*, ENVELOPE_* */
export function readHeader(item: Cbor): { algorithm: Algorithm; key: PublicKey } {
  const algorithm = member(item, 1, 2);
  const confirmation = member(member(item, KCCS, 2), CNF, 1);
  if (!ALGORITHMS.has(algorithm)) throw envelopeError("ENVELOPE_ALGORITHM");
  const key = decodeCoseKey(member(confirmation, CNF_COSE_KEY, 1));
  if ((algorithm === algorithms.EdDSA) !== (key.kind === "Ed25519")) {
    throw envelopeError("ENVELOPE_ALGORITHM");
  }
  return { algorithm: algorithm as Algorithm, key };
}

/** The member of a map that has exactly `size` members. */
function member(item: Cbor, key: number, size: number): Cbor {
  const value = item instanceof Map && item.size === size ? item.get(key) : undefined;
  if (value === undefined) throw envelopeError("ENVELOPE_FORM");
  return value;
}

const WEBAUTHN_MEMBERS = ["authenticatorData", "clientDataJSON"] as const;

function readUnprotected(item: Cbor | undefined, algorithm: Algorithm): Record<string, Uint8Array> {
  if (!isCborObject(item)) throw envelopeError("ENVELOPE_UNPROTECTED");
  const names = algorithm === algorithms.WebAuthn ? WEBAUTHN_MEMBERS : [];
  if (Object.keys(item).length !== names.length) throw envelopeError("ENVELOPE_UNPROTECTED");
  const members: Record<string, Uint8Array> = {};
  for (const name of names) {
    const value = item[name];
    if (!(value instanceof Uint8Array)) throw envelopeError("ENVELOPE_UNPROTECTED");
    members[name] = value;
  }
  return members;
}

function checkOrder(
  signers: readonly Uint8Array[],
  signatures: readonly EnvelopeSignature[],
): void {
  let at = 0;
  for (const { thumbprint } of signatures) {
    while (at < signers.length && !equalBytes(signers[at] as Uint8Array, thumbprint)) at++;
    if (at++ >= signers.length) throw envelopeError("ENVELOPE_KEY");
  }
}
