import { codecError } from "./errors.js";

/**
 * How many bytes the CBOR item at `offset` takes, from its heads alone (RFC 8949 §3): for cutting a
 * sequence (RFC 8742) into items that `decodeCbor` then judges. Tags count with what they enclose.
 * @throws CBOR_TRUNCATED, CBOR_INDEFINITE, CBOR_RESERVED
 */
export function cborItemLength(bytes: Uint8Array, offset: number): number {
  let at = offset;
  for (let open = 1; open > 0; open--) {
    const initial = byteAt(bytes, at);
    const additional = initial & 31;
    if (additional === 31) throw codecError("CBOR_INDEFINITE", { offset: at });
    if (additional > 27) throw codecError("CBOR_RESERVED", { offset: at });
    const width = additional < 24 ? 0 : 1 << (additional - 24);
    const argument = width === 0 ? additional : argumentAt(bytes, at + 1, width);
    const start = at;
    at += 1 + width;
    const { content, items } = insideOf(initial >> 5, argument);
    at += content;
    open += items;
    // Every item still to come takes a byte at least: what claims more is refused before it is walked.
    if (at + open - 1 > bytes.length) throw codecError("CBOR_TRUNCATED", { offset: start });
  }
  return at - offset;
}

/** Major types, RFC 8949 §3.1: bytes that follow the head, and items. */
function insideOf(major: number, argument: number): { content: number; items: number } {
  if (major === 2 || major === 3) return { content: argument, items: 0 };
  if (major === 4) return { content: 0, items: argument };
  if (major === 5) return { content: 0, items: 2 * argument };
  return { content: 0, items: major === 6 ? 1 : 0 };
}

/** Past 2⁵³ it is no longer exact, and longer than any input all the same. */
function argumentAt(bytes: Uint8Array, at: number, width: number): number {
  let argument = 0;
  for (let i = 0; i < width; i++) argument = argument * 256 + byteAt(bytes, at + i);
  return argument;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw codecError("CBOR_TRUNCATED", { offset: at });
  return byte;
}
