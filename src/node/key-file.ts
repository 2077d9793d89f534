import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import { z } from "zod";
import { toHex } from "../base/text.js";
import { type MemorySigner, p256Signer, seedSigner } from "../crypto/signer.js";
import { onDisk } from "../storage/disk.js";
import { nodeError } from "./errors.js";

/** RFC 7914 parameters: 64 MiB and about a fifth of a second a guess. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 } as const;
const TAG_BYTES = 16;

const base64 = z.base64();
const keyFile = z.strictObject({
  counterfoil: z.literal("key"),
  version: z.literal(1),
  algorithm: z.enum(["Ed25519", "P-256"]),
  keyId: z.string().regex(/^[0-9a-f]{64}$/),
  /** What the key is for in the network that this directory belongs to. */
  use: z.strictObject({ agency: z.string(), role: z.string() }).nullable(),
  secret: z.union([
    base64,
    z.strictObject({ kdf: z.literal("scrypt"), salt: base64, nonce: base64, sealed: base64 }),
  ]),
});
type KeyFile = z.infer<typeof keyFile>;

export type KeyAlgorithm = KeyFile["algorithm"];
export type KeyUse = { readonly agency: string; readonly role: string };
export type StoredKey = {
  readonly signer: MemorySigner;
  readonly use: KeyUse | null;
  readonly path: string;
};

export function newSecret(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}

export function signerOf(algorithm: KeyAlgorithm, secret: Uint8Array): MemorySigner {
  return algorithm === "Ed25519" ? seedSigner(secret) : p256Signer(secret);
}

/** Writes a key that only its owner can read; never over another. @throws KEY_FILE_EXISTS, DISK_* */
export function writeKeyFile(
  path: string,
  key: { algorithm: KeyAlgorithm; secret: Uint8Array; use: KeyUse | null },
  passphrase: string | null,
): StoredKey {
  createPrivate(path, keyFileText(key, passphrase));
  const { algorithm, secret, use } = key;
  return { signer: signerOf(algorithm, secret), use, path };
}

/** What stands in a key's file. */
export function keyFileText(
  { algorithm, secret, use }: { algorithm: KeyAlgorithm; secret: Uint8Array; use: KeyUse | null },
  passphrase: string | null,
): string {
  const file: KeyFile = {
    counterfoil: "key",
    version: 1,
    algorithm,
    keyId: toHex(signerOf(algorithm, secret).thumbprint),
    use,
    secret: passphrase === null ? Buffer.from(secret).toString("base64") : seal(secret, passphrase),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Writes what only its owner can read; never over another. @throws KEY_FILE_EXISTS, DISK_* */
export function createPrivate(path: string, text: string): void {
  if (existsSync(path)) throw nodeError("KEY_FILE_EXISTS", { path });
  onDisk(path, () => {
    const fd = openSync(path, "wx", 0o600);
    try {
      writeSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

/** @throws KEY_FILE, KEY_FILE_MODE, KEY_PASSPHRASE, DISK_* */
export function readKeyFile(path: string, passphrase: string | null = null): StoredKey {
  const { algorithm, secret, use } = parseKeyFile(path);
  const opened =
    typeof secret === "string" ? Buffer.from(secret, "base64") : unseal(secret, passphrase, path);
  return { signer: signerOf(algorithm, new Uint8Array(opened)), use, path };
}

/** Whether the file's secret is sealed with a passphrase. @throws KEY_FILE, KEY_FILE_MODE, DISK_* */
export function isSealed(path: string): boolean {
  return typeof parseKeyFile(path).secret !== "string";
}

function parseKeyFile(path: string): KeyFile {
  const text = onDisk(path, () => readFileSync(path, "utf8"));
  if ((statSync(path).mode & 0o077) !== 0) throw nodeError("KEY_FILE_MODE", { path });
  const parsed = keyFile.safeParse(jsonOrNull(text));
  if (!parsed.success) throw nodeError("KEY_FILE", { path });
  return parsed.data;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function seal(secret: Uint8Array, passphrase: string): Exclude<KeyFile["secret"], string> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", scryptSync(passphrase, salt, 32, SCRYPT), nonce);
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return {
    kdf: "scrypt",
    salt: salt.toString("base64"),
    nonce: nonce.toString("base64"),
    sealed: sealed.toString("base64"),
  };
}

function unseal(
  box: Exclude<KeyFile["secret"], string>,
  passphrase: string | null,
  path: string,
): Buffer {
  if (passphrase === null) throw nodeError("KEY_PASSPHRASE", { path });
  const sealed = Buffer.from(box.sealed, "base64");
  const key = scryptSync(passphrase, Buffer.from(box.salt, "base64"), 32, SCRYPT);
  const nonce = Buffer.from(box.nonce, "base64");
  try {
    // Without a length a shorter tag, which is easier to guess, would pass as well.
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw nodeError("KEY_PASSPHRASE", { path }, cause);
  }
}
