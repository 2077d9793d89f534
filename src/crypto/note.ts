import { concatBytes, equalBytes } from "../base/bytes.js";
import { CounterfoilError } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { fromBase64, toBase64, toHex, utf8Encode } from "../base/text.js";
import { verifyStrict } from "./ed25519.js";
import { cryptoError } from "./errors.js";
import type { Signer } from "./signer.js";
import { isKeyName, isKeyOf, type Vkey, type VkeyKind } from "./vkey.js";

export { formatVkey, isKeyOf, makeVkey, parseVkey, type Vkey, type VkeyKind } from "./vkey.js";

/** A signed note, C2SP signed-note: a text and the lines that sign it. Nothing is verified yet. */
export type Note = {
  /** With its final newline: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

export type NoteSignature = {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** What follows the key id; its length is the signature type's affair. */
  readonly signature: Uint8Array;
};

/** C2SP asks for 16 at least; the Go implementation stops at 100. */
const maxSignatures = 100;
const keyIdBytes = 4;

/**
 * A signed note from its text. It comes from outside, so size and count are checked before anything
 * is decoded.
 * @throws NOTE_TOO_LARGE, NOTE_CHARACTER, NOTE_FORM, NOTE_LINE, NOTE_NAME
 */
export function parseNote(note: string): Note {
  assertSize(note);
  assertCharacters(note);
  // The text may have empty lines itself: the last one ends it.
  const split = note.lastIndexOf("\n\n");
  if (split < 1 || !note.endsWith("\n")) throw cryptoError("NOTE_FORM");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > maxSignatures) {
    throw cryptoError("NOTE_TOO_LARGE", { signatures: lines.length });
  }
  return { text: note.slice(0, split + 1), signatures: lines.map(parseLine) };
}

/** The note's text again. @throws as `parseNote`, where the parts make no note */
export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    return `— ${name} ${toBase64(concatBytes(keyId, signature))}\n`;
  });
  const note = `${text}\n${lines.join("")}`;
  if (parseNote(note).text !== text) throw cryptoError("NOTE_FORM");
  return note;
}

/** The bytes that a plain Ed25519 line (type 0x01) signs. */
export function noteMessage(text: string): Uint8Array {
  return utf8Encode(text);
}

/** A line of type 0x01 by the vkey's own signer. @throws NOTE_KEY */
export async function signNoteLine(
  vkey: Vkey,
  signer: Signer,
  text: string,
): Promise<NoteSignature> {
  assertSigner(vkey, "Ed25519", signer);
  const signature = await signer.sign(noteMessage(text));
  return { name: vkey.name, keyId: vkey.keyId, signature };
}

/**
 * The line is a strict Ed25519 signature of the text by this key, type 0x01.
 * @throws NOTE_KEY, NOTE_SIGNATURE
 */
export function verifyNoteLine(vkey: Vkey, line: NoteSignature, text: string): void {
  assertKeyOfLine(vkey, "Ed25519", line);
  if (!verifyStrict(vkey.key, noteMessage(text), line.signature)) {
    throw cryptoError("NOTE_SIGNATURE", { name: line.name, keyId: toHex(line.keyId) });
  }
}

/** @throws NOTE_KEY */
export function assertSigner(vkey: Vkey, kind: VkeyKind, signer: Signer): void {
  const { publicKey } = signer;
  const same = publicKey.kind === "Ed25519" && equalBytes(publicKey.x, vkey.key);
  if (vkey.kind !== kind || !same) throw cryptoError("NOTE_KEY", { name: vkey.name, kind });
}

/** @throws NOTE_KEY */
export function assertKeyOfLine(vkey: Vkey, kind: VkeyKind, line: NoteSignature): void {
  if (vkey.kind === kind && isKeyOf(vkey, line)) return;
  throw cryptoError("NOTE_KEY", { name: line.name, keyId: toHex(line.keyId), kind });
}

function assertSize(note: string): void {
  // No text has fewer bytes than UTF-16 units, so a huge one is refused before it is encoded.
  if (note.length > limits.noteBytes || utf8Encode(note).length > limits.noteBytes) {
    throw cryptoError("NOTE_TOO_LARGE", { characters: note.length });
  }
}

/** Well-formed, and below U+0020 nothing but newlines, C2SP signed-note. */
function assertCharacters(note: string): void {
  if (!note.isWellFormed()) throw cryptoError("NOTE_CHARACTER");
  for (let offset = 0; offset < note.length; offset++) {
    const unit = note.charCodeAt(offset);
    if (unit < 0x20 && unit !== 0x0a) throw cryptoError("NOTE_CHARACTER", { offset });
  }
}

function parseLine(line: string): NoteSignature {
  const match = /^— ([^ ]*) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
  const [, name = "", encoded = ""] = match ?? [];
  if (match === null) throw cryptoError("NOTE_LINE", { line });
  if (!isKeyName(name)) throw cryptoError("NOTE_NAME", { name });
  const bytes = decodeLine(encoded, line);
  if (bytes.length <= keyIdBytes) throw cryptoError("NOTE_LINE", { line });
  return { name, keyId: bytes.slice(0, keyIdBytes), signature: bytes.slice(keyIdBytes) };
}

function decodeLine(encoded: string, line: string): Uint8Array {
  try {
    return fromBase64(encoded);
  } catch (cause) {
    if (cause instanceof CounterfoilError) throw cryptoError("NOTE_LINE", { line }, cause);
    throw cause;
  }
}
