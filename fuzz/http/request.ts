import { decodeCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { isCborArray } from "#src/codec/cbor-value.js";

/** One request as it is sent. */
export type Sent = {
  readonly method: string;
  /** With its query. Everything that no request line may hold is percent-encoded when it is sent. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array | null;
  /**
   * Number of the key that signs a request to read for this path; 0: nobody's. From `TURNED` on the
   * registrar's, with a bit of the byte turned that stands so many behind.
   */
  readonly reader: number;
};

export const TURNED = 1000;

export function encodeRequest({ method, path, headers, body, reader }: Sent): Uint8Array {
  return encodeCbor([method, path, headers.map((header) => [...header]), body, reader]);
}

const METHOD = /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH)$/;

/** Null for what is no request, as pieces of one are. @throws CBOR_* */
export function decodeRequest(input: Uint8Array): Sent | null {
  const item = decodeCbor(input);
  const [method, path, headers, body = null, reader] = isCborArray(item) ? item : [];
  if (typeof method !== "string" || !METHOD.test(method) || typeof path !== "string") return null;
  if (body !== null && !(body instanceof Uint8Array)) return null;
  const pairs = (isCborArray(headers) ? headers : []).flatMap((pair) => {
    const [name, value] = isCborArray(pair) ? pair : [];
    return typeof name === "string" && typeof value === "string" ? [[name, value] as const] : [];
  });
  return { method, path, headers: pairs, body, reader: typeof reader === "number" ? reader : 0 };
}
