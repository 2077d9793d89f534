import { createCipheriv, scryptSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refusal, tempDir } from "../../test/temp-log.js";
import { isSealed, newSecret, readKeyFile, writeKeyFile } from "./key-file.js";

const PASSPHRASE = "correct horse";
const refused = { code: "KEY_PASSPHRASE" };

function sealedFile() {
  const path = join(tempDir(), "a.key");
  const key = { algorithm: "Ed25519", secret: newSecret(), use: null } as const;
  return { path, signer: writeKeyFile(path, key, PASSPHRASE).signer };
}

it("opens a sealed key with its passphrase, and with no other", () => {
  const { path, signer } = sealedFile();
  expect(isSealed(path)).toBe(true);
  expect(readKeyFile(path, PASSPHRASE).signer.thumbprint).toEqual(signer.thumbprint);
  expect(refusal(() => readKeyFile(path, "another"))).toMatchObject(refused);
  expect(refusal(() => readKeyFile(path))).toMatchObject(refused);
});

it("believes no tag shorter than 16 bytes, even one that is right as far as it goes", () => {
  const { path } = sealedFile();
  const file = JSON.parse(readFileSync(path, "utf8"));
  const [salt, nonce] = [file.secret.salt, file.secret.nonce].map((text) =>
    Buffer.from(text, "base64"),
  );
  if (salt === undefined || nonce === undefined) throw new Error("the file is not sealed");
  const key = scryptSync(PASSPHRASE, salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 });
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.final();
  file.secret.sealed = cipher.getAuthTag().subarray(0, 4).toString("base64");
  writeFileSync(path, JSON.stringify(file));
  expect(refusal(() => readKeyFile(path, PASSPHRASE))).toMatchObject(refused);
});

it.each(["salt", "nonce", "sealed"])("says so where the %s of a sealed key is empty", (member) => {
  const { path } = sealedFile();
  const file = JSON.parse(readFileSync(path, "utf8"));
  file.secret[member] = "";
  writeFileSync(path, JSON.stringify(file));
  expect(refusal(() => readKeyFile(path, PASSPHRASE))).toMatchObject(refused);
});
