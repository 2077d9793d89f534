import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalBytes } from "../base/bytes.js";
import { toHex, utf8Encode } from "../base/text.js";
import {
  formatNote,
  formatVkey,
  makeVkey,
  parseNote,
  parseVkey,
  signNoteLine,
  verifyNoteLine,
} from "./note.js";
import { p256Signer, seedSigner } from "./signer.js";

const signer = seedSigner(new Uint8Array(32).fill(1));
const vkey = makeVkey("example.org/log", "Ed25519", signer.publicKey.x);
const text = "one\n\ntwo\n";
const line = await signNoteLine(vkey, signer, text);
const note = formatNote({ text, signatures: [line] });
const coded = (code: string) => expect.objectContaining({ code });

describe("verifier keys", () => {
  /** The key of golang.org's checksum database, as published with it. */
  const sumdb = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

  it.each([sumdb, formatVkey(vkey)])("reads and writes %s", (encoded) => {
    const read = parseVkey(encoded);
    expect(read.kind).toBe("Ed25519");
    expect(formatVkey(read)).toBe(encoded);
  });

  it("tells a cosigner's key from a log's by type and id", () => {
    const cosigner = makeVkey(vkey.name, "cosignature/v1", vkey.key);
    expect(parseVkey(formatVkey(cosigner))).toEqual(cosigner);
    expect(equalBytes(cosigner.keyId, vkey.keyId)).toBe(false);
  });

  it("knows nothing of other types but that they are there", () => {
    const unknown = parseVkey("example.org+00000000+AgECAw==");
    expect([unknown.kind, unknown.type, toHex(unknown.key)]).toEqual(["unknown", 2, "010203"]);
  });

  it.each([
    ["NOTE_VKEY", ""],
    ["NOTE_VKEY", "sum.golang.org"],
    ["NOTE_VKEY", sumdb.replace("033de0ae", "033de0af")],
    ["NOTE_VKEY", sumdb.replace("033de0ae", "033DE0AE")],
    ["NOTE_VKEY", sumdb.replace("033de0ae", "33de0ae")],
    ["NOTE_VKEY", sumdb.replace("sum.golang.org", "sum.golang.com")],
    ["NOTE_VKEY", `${sumdb}\n`],
    ["NOTE_VKEY", `${sumdb}=`],
    ["NOTE_VKEY", "a+00000000+"],
    ["NOTE_VKEY", "a+00000000+AQ=="],
    ["NOTE_VKEY", "a+00000000+AQJ="],
    ["NOTE_NAME", "+00000000+AgECAw=="],
    ["NOTE_NAME", "a b+00000000+AgECAw=="],
    ["NOTE_NAME", "a\u00a0b+00000000+AgECAw=="],
  ])("%s: %j", (code, encoded) => {
    expect(() => parseVkey(encoded)).toThrowError(coded(code));
  });

  it("refuses a key of small order", () => {
    const identity = new Uint8Array(32).with(0, 1);
    expect(() => makeVkey("a", "Ed25519", identity)).toThrowError(coded("NOTE_VKEY"));
  });
});

describe("signed notes", () => {
  it("reads what it writes, and the last empty line ends the text", () => {
    expect(parseNote(note)).toEqual({ text, signatures: [line] });
  });

  it("verifies the line that it signed, over exactly this text", () => {
    verifyNoteLine(vkey, line, text);
    expect(() => verifyNoteLine(vkey, line, "one\n")).toThrowError(coded("NOTE_SIGNATURE"));
  });

  it("refuses another's key or signer", async () => {
    const other = seedSigner(new Uint8Array(32).fill(2));
    const otherVkey = makeVkey(vkey.name, "Ed25519", other.publicKey.x);
    const asCosigner = makeVkey(vkey.name, "cosignature/v1", vkey.key);
    expect(() => verifyNoteLine(otherVkey, line, text)).toThrowError(coded("NOTE_KEY"));
    expect(() => verifyNoteLine(asCosigner, line, text)).toThrowError(coded("NOTE_KEY"));
    await expect(signNoteLine(vkey, other, text)).rejects.toThrowError(coded("NOTE_KEY"));
    const p256 = p256Signer(new Uint8Array(32).fill(2));
    await expect(signNoteLine(vkey, p256, text)).rejects.toThrowError(coded("NOTE_KEY"));
  });

  const [signed = ""] = note.split("\n").slice(-2);
  it.each([
    ["NOTE_FORM", "nothing", ""],
    ["NOTE_FORM", "no signatures", "text\n"],
    ["NOTE_FORM", "no blank line", `text\n${signed}\n`],
    ["NOTE_FORM", "no text", `\n\n${signed}\n`],
    ["NOTE_FORM", "no final newline", note.slice(0, -1)],
    ["NOTE_LINE", "an empty line at the end", `${note}\n`],
    ["NOTE_LINE", "a hyphen", note.replace("—", "-")],
    ["NOTE_LINE", "an en dash", note.replace("—", "–")],
    ["NOTE_LINE", "two spaces", note.replace("— ", "—  ")],
    ["NOTE_LINE", "a space at the end", `${note.slice(0, -1)} \n`],
    ["NOTE_LINE", "URL base64", note.replace(/[A-Za-z0-9+/=]+\n$/, "__________8=\n")],
    ["NOTE_LINE", "no padding", note.replace(/=+\n$/, "\n")],
    ["NOTE_LINE", "bits after the last byte", "text\n\n— a AAAAAAB=\n"],
    ["NOTE_LINE", "a key id without a signature", "text\n\n— a AAAAAA==\n"],
    ["NOTE_NAME", "no name", "text\n\n—  AAAAAAA=\n"],
    ["NOTE_NAME", "a plus sign in the name", "text\n\n— a+b AAAAAAA=\n"],
    ["NOTE_NAME", "a Unicode space in the name", "text\n\n— a\u2003b AAAAAAA=\n"],
    ["NOTE_CHARACTER", "a carriage return", note.replaceAll("\n", "\r\n")],
    ["NOTE_CHARACTER", "a tab", note.replace("one", "o\tne")],
    ["NOTE_CHARACTER", "a null", note.replace("one", "o\u0000ne")],
    ["NOTE_CHARACTER", "half a surrogate pair", note.replace("one", "\ud800")],
    ["NOTE_TOO_LARGE", "65,536 bytes", `${"a".repeat(65_536 - note.length - 2)}${note}`],
    ["NOTE_TOO_LARGE", "fewer characters than bytes", `${"—".repeat(30_000)}${note}`],
    ["NOTE_TOO_LARGE", "101 signatures", note + `${signed}\n`.repeat(100)],
  ])("%s: %s", (code, _what, broken) => {
    expect(() => parseNote(broken)).toThrowError(coded(code));
  });

  it("takes 100 signatures and 65,535 bytes", () => {
    expect(parseNote(note + `${signed}\n`.repeat(99)).signatures).toHaveLength(100);
    const filler = "a".repeat(65_535 - utf8Encode(note).length);
    expect(parseNote(filler + note).signatures).toHaveLength(1);
  });

  it("does not write what it would not read", () => {
    for (const [code, broken] of [
      ["NOTE_FORM", { text: "no newline", signatures: [line] }],
      ["NOTE_LINE", { text, signatures: [] }],
      ["NOTE_NAME", { text, signatures: [{ ...line, name: "a+b" }] }],
    ] as const) {
      expect(() => formatNote(broken)).toThrowError(coded(code));
    }
  });

  it("writes exactly what it reads", () => {
    const characters = fc.constantFrom("\n", "— a AAAAAAA=\n", "—", " ", "a", "=", "é");
    fc.assert(
      fc.property(
        fc.array(characters).map((parts) => `a\n\n${parts.join("")}\n`),
        (written) => {
          try {
            parseNote(written);
          } catch {
            return;
          }
          expect(formatNote(parseNote(written))).toBe(written);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
