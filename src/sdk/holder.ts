import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../base/text.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { type MemorySigner, seedSigner } from "../crypto/signer.js";
import { type Enrolment, type EnrolmentTerms, enrolmentOf } from "./person.js";

/**
 * 32 bytes from a holder's one secret, for `info` alone: HKDF-SHA256 (RFC 5869) with an empty salt.
 * A function and not the secret, so that a browser's key store need never give the secret out.
 */
export type Derive = (info: Uint8Array) => Promise<Uint8Array>;

const DERIVED_BYTES = 32;
const HANDLE_BYTES = 16;

/** @param secret 32 random bytes, which whoever has this function keeps */
export function deriverOf(secret: Uint8Array): Derive {
  const own = secret.slice();
  return async (info) => hkdf(sha256, own, new Uint8Array(0), info, DERIVED_BYTES);
}

/**
 * The n-th handle of a holder: whoever has the secret finds all of them again, and nobody else can
 * tell that two are one person's.
 */
export async function handleOf(derive: Derive, network: Uint8Array, n: number): Promise<string> {
  const derived = await derive(encodeCbor(["counterfoil/handle/v1", network, n]));
  return toHex(derived.subarray(0, HANDLE_BYTES));
}

/** Seed of a handle's Ed25519 key. @param version from 0, one more with every rotation */
export function keySeedOf(
  derive: Derive,
  network: Uint8Array,
  handle: string,
  version: number,
): Promise<Uint8Array> {
  return derive(encodeCbor(["counterfoil/handle-key/v1", network, handle, version]));
}

/** The salt of what a handle commits to at a path. */
export function saltOf(
  derive: Derive,
  network: Uint8Array,
  handle: string,
  path: string,
): Promise<Uint8Array> {
  return derive(encodeCbor(["counterfoil/handle-salt/v1", network, handle, path]));
}

export async function holderSigner(
  derive: Derive,
  network: Uint8Array,
  handle: string,
  version: number,
): Promise<MemorySigner> {
  return seedSigner(await keySeedOf(derive, network, handle, version));
}

/**
 * The holder's enrolment under one of their handles, signed by its first key.
 * @throws PERSON_FORM
 */
export async function enrolment(derive: Derive, terms: EnrolmentTerms): Promise<Enrolment> {
  const { network, handle } = terms;
  const signer = await holderSigner(derive, network, handle, 0);
  return enrolmentOf(terms, signer, (path) => saltOf(derive, network, handle, path));
}
