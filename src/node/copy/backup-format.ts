import { createHash, type Hash } from "node:crypto";
import { z } from "zod";
import { equalBytes } from "../../base/bytes.js";
import { limits } from "../../base/limits.js";
import { utf8Decode, utf8Encode } from "../../base/text.js";
import { DiskFile } from "../../storage/disk.js";
import { consortiumConfig } from "../data-directory.js";
import { nodeError } from "../errors.js";

/*
 * A backup, big-endian; the digest is SHA-256 of all before it:
 *
 *     "CFBAK" | version u8 | length u32 | header JSON | record … | 0x00 | digest 32
 *     record  type u8 | length u16 | payload
 *
 * Leaves and signed checkpoints stand in the order of the log, a checkpoint behind the facts that
 * stood before it there. It is not compressed: half of it is hashes and signatures.
 */
const MAGIC = utf8Encode("CFBAK");
const VERSION = 1;
const DIGEST_BYTES = 32;
const MOST_HEADER_BYTES = 64 * 1024;
const BUFFER_BYTES = 1024 * 1024;

export const BackupRecord = { End: 0, Leaf: 1, Checkpoint: 2 } as const;
export type BackupEntry = { readonly type: 1 | 2; readonly payload: Uint8Array };

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const header = z.strictObject({
  network: z.string(),
  /** Network id in hex. */
  id: hex32,
  kind: z.enum(["node", "replica"]),
  demo: z.boolean(),
  /** Facts, and the root that they have. */
  size: z.int().min(1),
  root: hex32,
  /** Where agencies order together: how this one reaches them, and the engine's height at that size. */
  together: z
    .strictObject({ consortium: consortiumConfig, engineHeight: z.int().min(0) })
    .optional(),
});
export type BackupHeader = z.infer<typeof header>;

/** Writes a backup under a name of its own, to be renamed once it is durable. */
export class BackupWriter {
  readonly #file: DiskFile;
  readonly #hash = createHash("sha256");
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #filled = 0;
  #offset = 0;

  constructor(path: string, head: BackupHeader) {
    this.#file = DiskFile.open(path, "create");
    const json = utf8Encode(JSON.stringify(head));
    const start = new Uint8Array(MAGIC.length + 5);
    start.set(MAGIC);
    start[MAGIC.length] = VERSION;
    new DataView(start.buffer).setUint32(MAGIC.length + 1, json.length);
    this.#put(start);
    this.#put(json);
  }

  add(type: 1 | 2, payload: Uint8Array): void {
    this.#put(Uint8Array.of(type, payload.length >> 8, payload.length & 0xff));
    this.#put(payload);
  }

  /** Durable when it returns. @throws DISK_* */
  finish(): void {
    this.#put(Uint8Array.of(BackupRecord.End));
    this.#flush();
    this.#file.write(this.#hash.digest(), this.#offset);
    this.#file.syncNow();
  }

  close(): void {
    this.#file.close();
  }

  #put(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.#buffer.length) this.#flush();
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  #flush(): void {
    const bytes = this.#buffer.subarray(0, this.#filled);
    this.#hash.update(bytes);
    this.#file.write(bytes, this.#offset);
    this.#offset += bytes.length;
    this.#filled = 0;
  }
}

/** Reads a backup from its beginning; whether it is whole shows at its end. */
export class BackupReader {
  readonly header: BackupHeader;
  readonly #input: Input;

  /** @throws BACKUP_FORM, DISK_* */
  constructor(path: string) {
    this.#input = new Input(DiskFile.open(path, "read"));
    try {
      this.header = this.#readHeader();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Every entry; after the last one all of it was whole. @throws BACKUP_FORM, DISK_* */
  *entries(): Generator<BackupEntry> {
    const input = this.#input;
    for (;;) {
      const type = input.take(1)[0];
      if (type === BackupRecord.End) break;
      if (type !== BackupRecord.Leaf && type !== BackupRecord.Checkpoint) throw input.bad("type");
      const [high = 0, low = 0] = input.take(2);
      yield { type, payload: input.take(high * 256 + low).slice() };
    }
    const digest = input.digest();
    if (!equalBytes(input.take(DIGEST_BYTES), digest)) throw input.bad("digest");
    if (!input.atEnd) throw input.bad("something follows");
  }

  close(): void {
    this.#input.close();
  }

  #readHeader(): BackupHeader {
    const input = this.#input;
    if (!equalBytes(input.take(MAGIC.length), MAGIC)) throw input.bad("no backup");
    if (input.take(1)[0] !== VERSION) throw input.bad("version");
    const [a = 0, b = 0, c = 0, d = 0] = input.take(4);
    const length = ((a * 256 + b) * 256 + c) * 256 + d;
    if (length > MOST_HEADER_BYTES) throw input.bad("header");
    const parsed = header.safeParse(jsonOrNull(input.take(length)));
    if (!parsed.success) throw input.bad("header");
    return parsed.data;
  }
}

/** The file in large reads, hashed as it is taken. */
class Input {
  readonly #file: DiskFile;
  readonly #hash: Hash = createHash("sha256");
  readonly #buffer = new Uint8Array(BUFFER_BYTES + limits.leafBytes);
  #at = 0;
  #filled = 0;
  #offset = 0;

  constructor(file: DiskFile) {
    this.#file = file;
  }

  get atEnd(): boolean {
    return this.#at === this.#filled && !this.#fill(1);
  }

  /** A view of the next bytes, until the next call. @throws BACKUP_FORM where the file ends before */
  take(count: number): Uint8Array {
    if (this.#at + count > this.#filled && !this.#fill(count)) throw this.bad("ends early");
    const bytes = this.#buffer.subarray(this.#at, this.#at + count);
    this.#hash.update(bytes);
    this.#at += count;
    return bytes;
  }

  /** Of all that was taken so far. */
  digest(): Uint8Array {
    return this.#hash.copy().digest();
  }

  bad(problem: string) {
    return nodeError("BACKUP_FORM", { problem, offset: this.#offset - this.#filled + this.#at });
  }

  close(): void {
    this.#file.close();
  }

  #fill(count: number): boolean {
    this.#buffer.copyWithin(0, this.#at, this.#filled);
    this.#filled -= this.#at;
    this.#at = 0;
    const end = this.#buffer.length;
    const read = this.#file.read(this.#buffer, this.#filled, end, this.#offset);
    this.#offset += read;
    this.#filled += read;
    return count <= this.#filled;
  }
}

function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(bytes));
  } catch {
    return null;
  }
}
