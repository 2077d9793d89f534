import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { utf8Encode } from "../../base/text.js";
import { directoryError } from "./errors.js";

/** NIST SP 800-38D: a random nonce of 96 bits, a tag of 128. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const SECRET_BYTES = 32;

/** AES-256-GCM: nonce ‖ ciphertext ‖ tag. @param place what it is, so that no other can stand for it */
export function seal(secret: Uint8Array, place: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", secret, nonce).setAAD(utf8Encode(place));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws DIRECTORY_DAMAGED */
export function unseal(secret: Uint8Array, place: string, sealed: Uint8Array): Uint8Array {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv("aes-256-gcm", secret, nonce, options)
      .setAAD(utf8Encode(place))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const middle = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
    return new Uint8Array(Buffer.concat([decipher.update(middle), decipher.final()]));
  } catch (cause) {
    throw directoryError("DIRECTORY_DAMAGED", {}, cause);
  }
}
