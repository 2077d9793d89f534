import { ed25519Accepts, p256Verify } from "#native";
import { concatBytes, equalBytes } from "../base/bytes.js";
import { errorFamily } from "../base/errors.js";
import { utf8Encode } from "../base/text.js";
import { decodeCbor } from "../codec/cbor-decode.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { isCborArray } from "../codec/cbor-value.js";
import { thumbprint } from "../crypto/cose-key.js";
import type { Signer } from "../crypto/signer.js";
import { algorithms, protectedHeader, readHeader } from "./envelope.js";
import { isBytes, isEmptyMap, isUint } from "./records.js";

export const readRequestError = errorFamily({
  READ_FORM: "The request to read is not of the form the format has.",
  READ_OTHER: "The request to read is for another network, node or address.",
  READ_TIME: "The request to read was signed more than five minutes ago, or ahead of time.",
  READ_SIGNATURE: "The request to read is not signed by the key that it names.",
});

/** What the reader of something that is not for everyone signs: that address, now. */
export type ReadRequest = {
  readonly network: Uint8Array;
  /** Key id of a log key of the node that is asked, so that no other can use the request. */
  readonly node: Uint8Array;
  /** Path of the address, without a query. */
  readonly path: string;
  /** ms since 1970. */
  readonly time: number;
};

const EXTERNAL_AAD = utf8Encode("counterfoil/read/v1");
const WINDOW_MS = 300_000;
const MOST_BYTES = 1024;

/** What a node expects: any of the log keys that it serves under. */
export type ExpectedRead = Omit<ReadRequest, "node"> & { readonly nodes: readonly Uint8Array[] };

/** A COSE_Sign1 (RFC 9052 §4.2), untagged, its payload inside. */
export async function signReadRequest(request: ReadRequest, signer: Signer): Promise<Uint8Array> {
  const key = signer.publicKey;
  const header = protectedHeader(key.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256, key);
  const payload = encodeCbor([1, request.network, request.node, request.path, request.time]);
  return encodeCbor([header, {}, payload, await signer.sign(sigStructure(header, payload))]);
}

/** Thumbprint of the key that signed. @throws CBOR_*, KEY_*, ENVELOPE_*, READ_* */
export function verifyReadRequest(bytes: Uint8Array, expected: ExpectedRead): Uint8Array {
  if (bytes.length > MOST_BYTES) throw readRequestError("READ_FORM", { bytes: bytes.length });
  const item = decodeCbor(bytes);
  if (!isCborArray(item) || item.length !== 4) throw readRequestError("READ_FORM");
  const [header, unprotected, payload, signature] = item;
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array)) {
    throw readRequestError("READ_FORM");
  }
  if (!isEmptyMap(unprotected)) throw readRequestError("READ_FORM");
  if (!isBytes(signature, 64)) throw readRequestError("READ_FORM");
  checkPayload(payload, expected);
  const { algorithm, key } = readHeader(decodeCbor(header));
  const structure = sigStructure(header, payload);
  const accepted =
    key.kind === "Ed25519"
      ? ed25519Accepts(key.x, structure, signature)
      : algorithm === algorithms.ES256 &&
        p256Verify(concatBytes(key.x, key.y), structure, signature);
  if (!accepted) throw readRequestError("READ_SIGNATURE");
  return thumbprint(key);
}

function checkPayload(bytes: Uint8Array, { network, nodes, path, time }: ExpectedRead): void {
  const item = decodeCbor(bytes);
  if (!isCborArray(item) || item.length !== 5 || item[0] !== 1) throw readRequestError("READ_FORM");
  const [, ofNetwork, ofNode, ofPath, at] = item;
  if (!isBytes(ofNetwork, 32) || !isBytes(ofNode, 32)) throw readRequestError("READ_FORM");
  if (typeof ofPath !== "string" || !isUint(at)) throw readRequestError("READ_FORM");
  const isHere = equalBytes(ofNetwork, network) && nodes.some((node) => equalBytes(node, ofNode));
  if (!isHere || ofPath !== path) throw readRequestError("READ_OTHER", { path });
  if (Math.abs(at - time) > WINDOW_MS) {
    throw readRequestError("READ_TIME", { signed: at, now: time });
  }
}

function sigStructure(header: Uint8Array, payload: Uint8Array): Uint8Array {
  return encodeCbor(["Signature1", header, EXTERNAL_AAD, payload]);
}
