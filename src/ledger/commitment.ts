import { errorFamily } from "../base/errors.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { type Cbor, isCborArray, isCborObject } from "../codec/cbor-value.js";
import { sha256 } from "../crypto/hash.js";

export const commitmentError = errorFamily({
  COMMITMENT_POINTER: "The path is not a JSON Pointer (RFC 6901) into the value.",
});

const TAG = "counterfoil/commit/v1";

/** What stands on the ledger for a closed field: hiding by its 32 random bytes, bound to its path. */
export function commit(salt: Uint8Array, path: string, value: Cbor): Uint8Array {
  return sha256(encodeCbor([TAG, salt, path, value]));
}

/** The member of a value that a JSON Pointer names (RFC 6901 §4). @throws COMMITMENT_POINTER */
export function atPointer(value: Cbor | undefined, pointer: string): Cbor {
  if (pointer !== "" && !pointer.startsWith("/")) throw commitmentError("COMMITMENT_POINTER");
  let at = value;
  for (const token of pointer.split("/").slice(1)) at = step(at, token);
  if (at === undefined) throw commitmentError("COMMITMENT_POINTER", { pointer });
  return at;
}

function step(value: Cbor | undefined, token: string): Cbor | undefined {
  if (/~(?![01])/.test(token)) throw commitmentError("COMMITMENT_POINTER");
  const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
  if (isCborArray(value))
    return /^(?:0|[1-9][0-9]{0,9})$/.test(name) ? value[Number(name)] : undefined;
  if (isCborObject(value)) return Object.hasOwn(value, name) ? value[name] : undefined;
  return undefined;
}
