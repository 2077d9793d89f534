import { errorFamily } from "../base/errors.js";
import { decodeCbor, decodeTaggedCbor } from "../codec/cbor-decode.js";
import { encodeCbor, encodeTaggedCbor } from "../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../codec/cbor-value.js";
import { verifyStrict } from "../crypto/ed25519.js";
import type { Signer } from "../crypto/signer.js";
import { rootFromInclusion } from "../crypto/tree.js";
import { isBytes, isUint } from "./records.js";

export const inclusionError = errorFamily({
  INCLUSION_FORM: "The inclusion is not an RFC 9942 receipt of the one kind that is ours.",
  INCLUSION_SIGNATURE: "The receipt's signature does not verify.",
});

/** COSE_Sign1, RFC 9052 §4.2. */
const COSE_SIGN1_TAG = 18;
const ALG = 1;
const KID = 4;
/** Verifiable data structure, RFC 9942 §4; 1 is RFC9162_SHA256 (§5). */
const VDS = 395;
const RFC9162_SHA256 = 1;
/** Verifiable data proofs, RFC 9942 §4; −1 is inclusion (§5.2). */
const VDP = 396;
const INCLUSION = -1;
const EDDSA = -8;
const EMPTY = new Uint8Array(0);

export type Inclusion = {
  /** Thumbprint of the log key. */
  readonly kid: Uint8Array;
  readonly size: number;
  readonly index: number;
  readonly path: readonly Uint8Array[];
  readonly header: Uint8Array;
  readonly signature: Uint8Array;
};

/** One leaf's RFC 9942 receipt, signed by a log key over the root. */
export async function encodeInclusion(
  place: Pick<Inclusion, "size" | "index" | "path">,
  root: Uint8Array,
  logKey: Signer,
): Promise<Uint8Array> {
  const header = encodeCbor(
    new Map<number, Cbor>([
      [ALG, EDDSA],
      [KID, logKey.thumbprint],
      [VDS, RFC9162_SHA256],
    ]),
  );
  const proof = encodeCbor([place.size, place.index, [...place.path]]);
  const signature = await logKey.sign(inclusionMessage(header, root));
  const proofs = new Map([[VDP, new Map([[INCLUSION, [proof]]])]]);
  return encodeTaggedCbor(COSE_SIGN1_TAG, [header, proofs, null, signature]);
}

/** @throws CBOR_*, INCLUSION_FORM */
export function decodeInclusion(bytes: Uint8Array): Inclusion {
  const [header, unprotected, payload, signature] = array(
    decodeTaggedCbor(bytes, COSE_SIGN1_TAG),
    4,
  );
  if (!(header instanceof Uint8Array) || payload !== null || !isBytes(signature, 64)) {
    throw inclusionError("INCLUSION_FORM");
  }
  const kid = readHeader(decodeCbor(header));
  const [proof] = array(member(member(unprotected, VDP), INCLUSION), 1);
  if (!(proof instanceof Uint8Array)) throw inclusionError("INCLUSION_FORM");
  const [size, index, path] = array(decodeCbor(proof), 3);
  if (!isUint(size) || !isUint(index) || !isCborArray(path)) throw inclusionError("INCLUSION_FORM");
  const hashes = path.map((hash) => {
    if (!isBytes(hash, 32)) throw inclusionError("INCLUSION_FORM");
    return hash;
  });
  return { kid, size, index, path: hashes, header, signature };
}

/** The root that the leaf's path leads to. @throws TREE_* */
export function inclusionRoot({ index, size, path }: Inclusion, leafHash: Uint8Array): Uint8Array {
  return rootFromInclusion(leafHash, index, size, path);
}

/**
 * The log key has signed the root. RFC 9942 signs nothing else: size and index count only once the
 * caller has found them equal to the checkpoint's.
 * @throws INCLUSION_SIGNATURE
 */
export function checkInclusionSignature(
  { header, signature }: Pick<Inclusion, "header" | "signature">,
  root: Uint8Array,
  logKey: Uint8Array,
): void {
  if (!verifyStrict(logKey, inclusionMessage(header, root), signature)) {
    throw inclusionError("INCLUSION_SIGNATURE");
  }
}

/** What a log key signs: Sig_structure of COSE_Sign1, RFC 9052 §4.4; the payload is detached. */
export function inclusionMessage(header: Uint8Array, root: Uint8Array): Uint8Array {
  return encodeCbor(["Signature1", header, EMPTY, root]);
}

function readHeader(item: Cbor): Uint8Array {
  const kid = item instanceof Map ? item.get(KID) : undefined;
  const expected =
    item instanceof Map &&
    item.size === 3 &&
    item.get(ALG) === EDDSA &&
    item.get(VDS) === RFC9162_SHA256;
  if (!expected || !isBytes(kid, 32)) throw inclusionError("INCLUSION_FORM");
  return kid;
}

function member(item: Cbor | undefined, key: number): Cbor | undefined {
  return item instanceof Map && item.size === 1 ? item.get(key) : undefined;
}

function array(item: Cbor | undefined, length: number): readonly Cbor[] {
  if (!isCborArray(item) || item.length !== length) throw inclusionError("INCLUSION_FORM");
  return item;
}
