/** What may stand in a deterministic CBOR item of ours (docs/reference/formats.md). */
export type Cbor =
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array
  | CborArray
  | CborObject
  | CborMap;
export type CborArray = readonly Cbor[];
/** A map whose keys are all text; decoded ones have no prototype. */
export type CborObject = { readonly [key: string]: Cbor };
/** A map with an integer among its keys. */
export type CborMap = ReadonlyMap<CborKey, Cbor>;
export type CborKey = number | bigint | string;

export function isCborObject(value: Cbor | undefined): value is CborObject {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array) &&
    !(value instanceof Map)
  );
}

export function isCborArray(value: Cbor | undefined): value is CborArray {
  return Array.isArray(value);
}
