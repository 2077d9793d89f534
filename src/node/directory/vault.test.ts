import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { tempDir } from "../../../test/temp-log.js";
import { utf8Encode } from "../../base/text.js";
import { keyEncryptionKey } from "./key-encryption-key.js";
import { hasRecords, Vault } from "./vault.js";

const [A, B] = ["a".repeat(32), "b".repeat(32)];
const secret = new Uint8Array(32).fill(5);
const plain = utf8Encode("Ana Dias, 12345678");
let dir: string;
let vault: Vault;
beforeEach(() => {
  dir = tempDir();
  vault = new Vault(dir, secret);
  vault.put(A, plain);
});
const record = (handle: string) => join(dir, "records", `${handle}.record`);
const key = (handle: string) => join(dir, "keys", `${handle}.key`);
const coded = (code: string) => expect.objectContaining({ code });

describe("the vault", () => {
  it("gives back what was put, replaced or not, also when opened again", () => {
    expect(vault.get(A)).toEqual(plain);
    vault.put(A, utf8Encode("later"));
    const again = new Vault(dir, secret);
    expect(again.get(A)).toEqual(utf8Encode("later"));
    expect(again.handles()).toEqual([A]);
    expect(readFileSync(record(A)).includes("later")).toBe(false);
    for (const path of [record(A), key(A)]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("erases a record from its copies too, by destroying its key", () => {
    copyFileSync(record(A), join(dir, "copy"));
    vault.erase(A);
    expect([existsSync(record(A)), existsSync(key(A))]).toEqual([false, false]);
    copyFileSync(join(dir, "copy"), record(A));
    expect(() => vault.get(A)).toThrowError(coded("DIRECTORY_UNKNOWN"));
    vault.put(A, utf8Encode("another"));
    copyFileSync(join(dir, "copy"), record(A));
    expect(() => vault.get(A)).toThrowError(coded("DIRECTORY_DAMAGED"));
  });

  it("opens no record in another's place, changed, cut, or under another key", () => {
    vault.put(B, utf8Encode("Bo"));
    const damaged: [string, () => void][] = [
      ["another's", () => copyFileSync(record(B), record(A))],
      ["another's key", () => copyFileSync(key(B), key(A))],
      ["changed", () => writeFileSync(record(A), readFileSync(record(B)).reverse())],
      ["cut", () => writeFileSync(record(A), "")],
    ];
    for (const [, damage] of damaged) {
      damage();
      expect(() => vault.get(A)).toThrowError(coded("DIRECTORY_DAMAGED"));
    }
    const other = new Vault(dir, new Uint8Array(32));
    expect(() => other.get(B)).toThrowError(coded("DIRECTORY_DAMAGED"));
  });
});

describe("the key that wraps", () => {
  it("is made once, for its owner alone, and never anew where it would have to open something", () => {
    const path = join(tempDir(), "directory.kek");
    const made = keyEncryptionKey(path, false);
    expect(made).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keyEncryptionKey(path, true)).toEqual(made);
    expect(hasRecords(dir)).toBe(true);
    const gone = join(tempDir(), "directory.kek");
    expect(() => keyEncryptionKey(gone, true)).toThrowError(coded("DIRECTORY_KEY"));
    chmodSync(path, 0o644);
    expect(() => keyEncryptionKey(path, true)).toThrowError(coded("KEY_FILE_MODE"));
    chmodSync(path, 0o600);
    writeFileSync(path, "short");
    expect(() => keyEncryptionKey(path, true)).toThrowError(coded("DIRECTORY_KEY"));
  });
});
