import { concatBytes } from "../base/bytes.js";
import { toHex, utf8Encode } from "../base/text.js";
import { verifyStrict } from "./ed25519.js";
import { cryptoError } from "./errors.js";
import { assertKeyOfLine, assertSigner, type NoteSignature } from "./note.js";
import type { Signer } from "./signer.js";
import { isSize } from "./tree-size.js";
import type { Vkey } from "./vkey.js";

/** C2SP tlog-cosignature: 8 bytes of time, big-endian, before the signature's 64. */
const timestampBytes = 8;
const signatureBytes = 64;

/**
 * What a cosignature/v1 signs: header, time in seconds since 1970, the note's text.
 * @throws COSIGNATURE_TIME
 */
export function cosignatureMessage(text: string, timestamp: number): Uint8Array {
  assertTimestamp(timestamp);
  return utf8Encode(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

/**
 * A line of type 0x04 by the vkey's own signer, at `timestamp` seconds since 1970.
 * @throws NOTE_KEY, COSIGNATURE_TIME
 */
export async function cosign(
  vkey: Vkey,
  signer: Signer,
  text: string,
  timestamp: number,
): Promise<NoteSignature> {
  assertSigner(vkey, "cosignature/v1", signer);
  const ed25519 = await signer.sign(cosignatureMessage(text, timestamp));
  const signature = concatBytes(encodeTimestamp(timestamp), ed25519);
  return { name: vkey.name, keyId: vkey.keyId, signature };
}

/**
 * The line is a strict cosignature/v1 of the text by this key; returns its time in seconds.
 * @throws NOTE_KEY, COSIGNATURE_FORM, COSIGNATURE_TIME, NOTE_SIGNATURE
 */
export function verifyCosignature(vkey: Vkey, line: NoteSignature, text: string): number {
  assertKeyOfLine(vkey, "cosignature/v1", line);
  if (line.signature.length !== timestampBytes + signatureBytes) {
    throw cryptoError("COSIGNATURE_FORM", { name: line.name, length: line.signature.length });
  }
  const timestamp = decodeTimestamp(line.signature.subarray(0, timestampBytes));
  const message = cosignatureMessage(text, timestamp);
  if (!verifyStrict(vkey.key, message, line.signature.subarray(timestampBytes))) {
    throw cryptoError("NOTE_SIGNATURE", { name: line.name, keyId: toHex(line.keyId) });
  }
  return timestamp;
}

function encodeTimestamp(timestamp: number): Uint8Array {
  const bytes = new Uint8Array(timestampBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(timestamp));
  return bytes;
}

/** Past 2⁵³ − 1 a Number would round, and no honest clock stands there. */
function decodeTimestamp(bytes: Uint8Array): number {
  const timestamp = BigInt(`0x${toHex(bytes)}`);
  if (timestamp > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw cryptoError("COSIGNATURE_TIME", { timestamp });
  }
  return Number(timestamp);
}

function assertTimestamp(timestamp: number): void {
  if (!isSize(timestamp)) throw cryptoError("COSIGNATURE_TIME", { timestamp });
}
