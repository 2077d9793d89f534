import { type Cbor, type CborObject, isCborArray } from "../../codec/cbor-value.js";

/**
 * The value, or where it has byte strings a copy with copies of them: they may be views of a buffer
 * many times their size, which would stay as long as they do.
 */
export function detached(value: Cbor): Cbor {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return value.slice();
  if (isCborArray(value)) return detachedArray(value);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, detached(item)]));
  return detachedObject(value as CborObject);
}

function detachedArray(items: readonly Cbor[]): Cbor {
  let copy: Cbor[] | null = null;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as Cbor;
    const own = detached(item);
    if (own === item) continue;
    copy ??= [...items];
    copy[i] = own;
  }
  return copy ?? items;
}

function detachedObject(object: CborObject): Cbor {
  let copy: Record<string, Cbor> | null = null;
  for (const name of Object.keys(object)) {
    const item = object[name] as Cbor;
    const own = detached(item);
    if (own === item) continue;
    copy ??= { ...object };
    copy[name] = own;
  }
  return copy ?? object;
}
