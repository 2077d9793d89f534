import { base64 as base64std, base64urlnopad, hex as hexLower } from "@scure/base";
import { errorFamily } from "./errors.js";

// The Encoding Standard's two classes stand in every runtime we know; the layers below storage
// have no DOM or Node types, so they are declared here and nowhere else.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: "utf-8",
  options: { fatal: true; ignoreBOM: true },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const textError = errorFamily({
  TEXT_UTF8: "The bytes are not well-formed UTF-8.",
  TEXT_HEX: "The text is not lower-case hexadecimal.",
  TEXT_BASE64: "The text is not base64 in its one encoding.",
});

export function utf8Encode(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @throws TEXT_UTF8 */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw textError("TEXT_UTF8", {}, cause);
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower case. By hand: ids and key ids are named so often that a library's arrays are felt. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += HEX[bytes[i] as number] as string;
  return text;
}

/** @throws TEXT_HEX for upper case, odd length or anything else */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text) || text.endsWith("\n")) throw textError("TEXT_HEX");
  return hexLower.decode(text);
}

export const toBase64 = (bytes: Uint8Array): string => base64std.encode(bytes);
export const toBase64Url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);

function decodeWith(decode: (text: string) => Uint8Array, text: string): Uint8Array {
  try {
    return decode(text);
  } catch (cause) {
    throw textError("TEXT_BASE64", {}, cause);
  }
}

/** Standard alphabet, padded. @throws TEXT_BASE64 */
export const fromBase64 = (text: string): Uint8Array => decodeWith(base64std.decode, text);
/** URL alphabet, no padding. @throws TEXT_BASE64 */
export const fromBase64Url = (text: string): Uint8Array => decodeWith(base64urlnopad.decode, text);
