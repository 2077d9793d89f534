import {
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { storageError } from "./errors.js";

const codes = {
  ENOSPC: "DISK_FULL",
  EDQUOT: "DISK_FULL",
  EROFS: "DISK_READ_ONLY",
  EACCES: "DISK_PERMISSION",
  EPERM: "DISK_PERMISSION",
} as const;

/** The coded error for what the operating system answered; anything else passes unchanged. */
export function diskError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error) || !("code" in cause) || !("syscall" in cause)) return cause;
  const errno = String(cause.code);
  const code = Object.hasOwn(codes, errno) ? codes[errno as keyof typeof codes] : "DISK_IO";
  return storageError(code, { syscall: String(cause.syscall), path, errno }, cause);
}

/** Runs file system calls about `path`. @throws DISK_* */
export function onDisk<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw diskError(cause, path);
  }
}

/** Makes created, renamed and deleted names in a directory durable. @throws DISK_* */
export function syncDirectory(path: string): void {
  onDisk(path, () => {
    const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
}

/**
 * Makes a directory and those above it, their names durable. Step by step, since Node's `recursive`
 * answers ENOENT on a read-only file system, and never under /proc.
 * @throws DISK_*
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  onDisk(path, () => mkdirSync(path));
  syncDirectory(dirname(path));
}

/** `create` refuses a file that exists. */
export type Access = "read" | "write" | "create";
const flags = { read: "r", write: "r+", create: "wx+" } as const;

/** An open file whose every failure is a DISK_* error; offsets and lengths in bytes. */
export class DiskFile {
  readonly path: string;
  private readonly fd: number;
  private syncing = 0;
  private turn: Promise<void> = Promise.resolve();
  private closing = false;

  private constructor(path: string, fd: number) {
    this.path = path;
    this.fd = fd;
  }

  static open(path: string, access: Access): DiskFile {
    return new DiskFile(
      path,
      onDisk(path, () => openSync(path, flags[access])),
    );
  }

  /** A new file that holds `bytes`, durably but for its name; closed again where that fails. */
  static create(path: string, bytes: Uint8Array): DiskFile {
    const file = DiskFile.open(path, "create");
    try {
      file.write(bytes, 0);
      file.syncNow();
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  get byteLength(): number {
    return onDisk(this.path, () => fstatSync(this.fd).size);
  }

  /** Fills `into[start, end)` from `offset` on; answers how many bytes there were. */
  read(into: Uint8Array, start: number, end: number, offset: number): number {
    return onDisk(this.path, () => {
      let at = start;
      while (at < end) {
        const count = readSync(this.fd, into, at, end - at, offset + at - start);
        if (count === 0) break;
        at += count;
      }
      return at - start;
    });
  }

  /** All of `bytes` at `offset`: the system may write less than asked, and say why only next time. */
  write(bytes: Uint8Array, offset: number): void {
    onDisk(this.path, () => {
      let at = 0;
      while (at < bytes.length) {
        at += writeSync(this.fd, bytes, at, bytes.length - at, offset + at);
      }
    });
  }

  /** Cuts the file, durably. */
  truncate(byteLength: number): void {
    onDisk(this.path, () => {
      ftruncateSync(this.fd, byteLength);
      fsyncSync(this.fd);
    });
  }

  syncNow(): void {
    onDisk(this.path, () => fdatasyncSync(this.fd));
  }

  /**
   * One at a time, and none after one that failed: the kernel tells of a lost page once, so of two
   * under way one would wrongly succeed, as would another try.
   */
  sync(): Promise<void> {
    this.syncing++;
    this.turn = this.turn.then(() => this.syncOnce()).finally(() => this.synced());
    return this.turn;
  }

  /** Waits for syncs under way: the number of a closed file could by then be another file's. */
  close(): void {
    if (this.closing) return;
    this.closing = true;
    if (this.syncing === 0) onDisk(this.path, () => closeSync(this.fd));
  }

  private syncOnce(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.fd, (cause) => {
        if (cause === null) resolve();
        else reject(diskError(cause, this.path));
      });
    });
  }

  private synced(): void {
    this.syncing--;
    if (this.closing && this.syncing === 0) onDisk(this.path, () => closeSync(this.fd));
  }
}
