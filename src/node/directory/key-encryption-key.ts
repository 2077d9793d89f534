import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fromBase64, toBase64 } from "../../base/text.js";
import { onDisk, syncDirectory } from "../../storage/disk.js";
import { nodeError } from "../errors.js";
import { directoryError } from "./errors.js";
import { SECRET_BYTES } from "./seal.js";

/**
 * The key that wraps the records' keys: base64 of 32 bytes in a file that only its owner reads, made
 * where there is none and nothing that it would have to open.
 * @throws DIRECTORY_KEY, KEY_FILE_MODE, DISK_*
 */
export function keyEncryptionKey(path: string, hasRecords: boolean): Uint8Array {
  if (!existsSync(path)) {
    if (hasRecords) throw directoryError("DIRECTORY_KEY", { path });
    make(path);
  }
  if ((statSync(path).mode & 0o077) !== 0) throw nodeError("KEY_FILE_MODE", { path });
  const text = onDisk(path, () => readFileSync(path, "utf8"));
  if (!/^[A-Za-z0-9+/]{43}=\n$/.test(text)) throw directoryError("DIRECTORY_KEY", { path });
  return fromBase64(text.trim());
}

function make(path: string): void {
  const text = `${toBase64(randomBytes(SECRET_BYTES))}\n`;
  onDisk(path, () => writeFileSync(path, text, { flag: "wx", mode: 0o600, flush: true }));
  syncDirectory(dirname(path));
}
