import { base32crockford } from "@scure/base";
import { concatBytes, equalBytes } from "../base/bytes.js";
import { utf8Encode } from "../base/text.js";
import { sha256 } from "../crypto/hash.js";
import { sdkError } from "./errors.js";

const SECRET_BYTES = 32;
/** With them the code is 56 characters, which is fourteen groups and no padding. */
const CHECKSUM_BYTES = 3;
const GROUP = 4;
const TAG = utf8Encode("counterfoil/paper/v1");

const checksum = (secret: Uint8Array): Uint8Array =>
  sha256(concatBytes(TAG, secret)).slice(0, CHECKSUM_BYTES);

/** A secret of 32 bytes as a person writes it down: groups of four, no letter that looks like another. */
export function paperCode(secret: Uint8Array): string {
  const text = base32crockford.encode(concatBytes(secret, checksum(secret)));
  return (text.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? []).join("-");
}

/**
 * The secret of a code as somebody typed it: lower case, spaces, and O for 0 or I and L for 1 are
 * what hands do.
 * @throws PAPER_CODE
 */
export function secretOfPaperCode(typed: string): Uint8Array {
  const text = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0");
  const bytes = decode(text.replaceAll(/[IL]/g, "1"));
  const secret = bytes.slice(0, SECRET_BYTES);
  const isWhole = bytes.length === SECRET_BYTES + CHECKSUM_BYTES;
  if (!isWhole || !equalBytes(bytes.slice(SECRET_BYTES), checksum(secret))) {
    throw sdkError("PAPER_CODE", { characters: text.length });
  }
  return secret;
}

function decode(text: string): Uint8Array {
  try {
    return base32crockford.decode(text);
  } catch (cause) {
    throw sdkError("PAPER_CODE", { characters: text.length }, cause);
  }
}
