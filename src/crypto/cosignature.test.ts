import { describe, expect, it } from "vitest";
import { concatBytes } from "../base/bytes.js";
import { fromBase64, fromHex, toHex } from "../base/text.js";
import { cosign, cosignatureMessage, verifyCosignature } from "./cosignature.js";
import { makeVkey, type NoteSignature, signNoteLine } from "./note.js";
import { seedSigner } from "./signer.js";

const signer = seedSigner(new Uint8Array(32).fill(1));
const vkey = makeVkey("audit", "cosignature/v1", signer.publicKey.x);
const text = "counterfoil/demo/00000000\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const line = await cosign(vkey, signer, text, 1_679_315_147);
const coded = (code: string) => expect.objectContaining({ code });
const change = (signature: Uint8Array): NoteSignature => ({ ...line, signature });

describe("cosignature/v1", () => {
  it("signs what C2SP tlog-cosignature shows", () => {
    const shown = "behind\n20852163\nroot\n";
    expect(toHex(cosignatureMessage(shown, 1_679_315_147))).toBe(
      Buffer.from(`cosignature/v1\ntime 1679315147\n${shown}`).toString("hex"),
    );
  });

  it("has the timestamp of the example of C2SP tlog-cosignature before the signature", () => {
    const example = fromBase64(
      "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==",
    );
    expect(toHex(line.signature.slice(0, 8))).toBe(toHex(example.slice(4, 12)));
    expect(line.signature).toHaveLength(example.length - 4);
  });

  it("verifies to its time", () => {
    expect(verifyCosignature(vkey, line, text)).toBe(1_679_315_147);
  });

  const [time, signature] = [line.signature.slice(0, 8), line.signature.slice(8)];
  it.each<[string, string, NoteSignature]>([
    ["NOTE_SIGNATURE", "another time", change(concatBytes(time.with(7, 0), signature))],
    ["NOTE_SIGNATURE", "another signature", change(concatBytes(time, signature.with(0, 0)))],
    ["COSIGNATURE_FORM", "no time", change(signature)],
    ["COSIGNATURE_FORM", "a byte more", change(concatBytes(line.signature, time.slice(0, 1)))],
    ["COSIGNATURE_FORM", "nothing", change(new Uint8Array(0))],
    [
      "COSIGNATURE_TIME",
      "2⁵³ seconds",
      change(concatBytes(fromHex("0020000000000000"), signature)),
    ],
    ["NOTE_KEY", "another name", { ...line, name: "treasury" }],
    ["NOTE_KEY", "another key id", { ...line, keyId: new Uint8Array(4) }],
  ])("%s: %s", (code, _what, broken) => {
    expect(() => verifyCosignature(vkey, broken, text)).toThrowError(coded(code));
  });

  it("is no signature of another text", () => {
    expect(() => verifyCosignature(vkey, line, `${text}x\n`)).toThrowError(coded("NOTE_SIGNATURE"));
  });

  it("is not made with a log's key, nor a log's line with a cosigner's", async () => {
    const log = makeVkey("audit", "Ed25519", signer.publicKey.x);
    await expect(cosign(log, signer, text, 1)).rejects.toThrowError(coded("NOTE_KEY"));
    await expect(signNoteLine(vkey, signer, text)).rejects.toThrowError(coded("NOTE_KEY"));
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("does not sign the time %d", async (timestamp) => {
    const made = cosign(vkey, signer, text, timestamp);
    await expect(made).rejects.toThrowError(coded("COSIGNATURE_TIME"));
  });
});
