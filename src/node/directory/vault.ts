import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { onDisk, syncDirectory } from "../../storage/disk.js";
import { directoryError } from "./errors.js";
import { SECRET_BYTES, seal, unseal } from "./seal.js";

/**
 * Records by handle, each under a key of its own, which lies apart and wrapped: whoever destroys the
 * key has erased the record from every copy of the records that was ever made.
 */
export class Vault {
  readonly #records: string;
  readonly #keys: string;
  readonly #secret: Uint8Array;

  /** @param secret the key-encryption key @throws DISK_* */
  constructor(dir: string, secret: Uint8Array) {
    this.#records = join(dir, "records");
    this.#keys = join(dir, "keys");
    this.#secret = secret;
    for (const made of [this.#records, this.#keys]) {
      onDisk(made, () => mkdirSync(made, { recursive: true, mode: 0o700 }));
    }
    syncDirectory(dir);
  }

  /** Handles of all records whose keys are there. */
  handles(): string[] {
    return namesIn(this.#records, "record").filter((handle) => existsSync(this.#keyPath(handle)));
  }

  has(handle: string): boolean {
    return existsSync(this.#recordPath(handle)) && existsSync(this.#keyPath(handle));
  }

  /** Durable when it returns; a record that is there is replaced whole. @throws DISK_* */
  put(handle: string, plain: Uint8Array): void {
    const secret = this.secretOf(handle) ?? this.#makeSecret(handle);
    write(this.#records, `${handle}.record`, seal(secret, `record ${handle}`, plain));
  }

  /** @throws DIRECTORY_UNKNOWN, DIRECTORY_DAMAGED, DISK_* */
  get(handle: string): Uint8Array {
    const path = this.#recordPath(handle);
    const secret = this.secretOf(handle);
    if (secret === null || !existsSync(path)) throw directoryError("DIRECTORY_UNKNOWN");
    return unseal(secret, `record ${handle}`, read(path));
  }

  /** The key of a record, which also seals what else is about it; null once it is erased. @throws DIRECTORY_DAMAGED */
  secretOf(handle: string): Uint8Array | null {
    const path = this.#keyPath(handle);
    if (!existsSync(path)) return null;
    return unseal(this.#secret, `key ${handle}`, read(path));
  }

  /** Destroys the key first: what is left of the record then opens for nobody. @throws DISK_* */
  erase(handle: string): void {
    onDisk(this.#keys, () => rmSync(this.#keyPath(handle), { force: true }));
    syncDirectory(this.#keys);
    const path = this.#recordPath(handle);
    onDisk(path, () => rmSync(path, { force: true }));
  }

  #makeSecret(handle: string): Uint8Array {
    const secret = new Uint8Array(randomBytes(SECRET_BYTES));
    write(this.#keys, `${handle}.key`, seal(this.#secret, `key ${handle}`, secret));
    return secret;
  }

  #recordPath(handle: string): string {
    return join(this.#records, `${handle}.record`);
  }

  #keyPath(handle: string): string {
    return join(this.#keys, `${handle}.key`);
  }
}

/** Whether anything lies here that a key would have to open. */
export const hasRecords = (dir: string): boolean => existsSync(join(dir, "keys"));

function namesIn(dir: string, kind: string): string[] {
  const form = new RegExp(`^([0-9a-f]{32})\\.${kind}$`);
  return onDisk(dir, () => readdirSync(dir))
    .flatMap((name) => form.exec(name)?.[1] ?? [])
    .sort();
}

const read = (path: string): Uint8Array => onDisk(path, () => new Uint8Array(readFileSync(path)));

function write(dir: string, name: string, bytes: Uint8Array): void {
  const path = join(dir, name);
  onDisk(path, () => {
    writeFileSync(`${path}.new`, bytes, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  });
  syncDirectory(dir);
}
