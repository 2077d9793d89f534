import { dirname } from "node:path";
import { storageError } from "./errors.js";
import { type Access, type FileSystem, nodeFileSystem } from "./file-system.js";

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
export function syncDirectory(path: string, system: FileSystem = nodeFileSystem): void {
  onDisk(path, () => system.syncDirectory(path));
}

/**
 * Makes a directory and those above it, their names durable. Step by step, since Node's `recursive`
 * answers ENOENT on a read-only file system, and never under /proc.
 * @throws DISK_*
 */
export function makeDirectory(path: string, system: FileSystem = nodeFileSystem): void {
  if (system.exists(path)) return;
  makeDirectory(dirname(path), system);
  onDisk(path, () => system.makeDirectory(path));
  syncDirectory(dirname(path), system);
}

/** An open file whose every failure is a DISK_* error; offsets and lengths in bytes. */
export class DiskFile {
  readonly path: string;
  private readonly fd: number;
  private readonly system: FileSystem;
  private syncing = 0;
  private turn: Promise<void> = Promise.resolve();
  private closing = false;

  private constructor(path: string, fd: number, system: FileSystem) {
    this.path = path;
    this.fd = fd;
    this.system = system;
  }

  static open(path: string, access: Access, system: FileSystem = nodeFileSystem): DiskFile {
    const fd = onDisk(path, () => system.open(path, access));
    return new DiskFile(path, fd, system);
  }

  /** A new file that holds `bytes`, durably but for its name; closed again where that fails. */
  static create(path: string, bytes: Uint8Array, system: FileSystem = nodeFileSystem): DiskFile {
    const file = DiskFile.open(path, "create", system);
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
    return onDisk(this.path, () => this.system.byteLength(this.fd));
  }

  /** Fills `into[start, end)` from `offset` on; answers how many bytes there were. */
  read(into: Uint8Array, start: number, end: number, offset: number): number {
    return onDisk(this.path, () => {
      let at = start;
      while (at < end) {
        const count = this.system.read(this.fd, into, at, end - at, offset + at - start);
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
        at += this.system.write(this.fd, bytes, at, bytes.length - at, offset + at);
      }
    });
  }

  /** Cuts the file, durably. */
  truncate(byteLength: number): void {
    onDisk(this.path, () => {
      this.system.truncate(this.fd, byteLength);
      this.system.sync(this.fd);
    });
  }

  syncNow(): void {
    onDisk(this.path, () => this.system.syncData(this.fd));
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
    if (this.syncing === 0) onDisk(this.path, () => this.system.close(this.fd));
  }

  private syncOnce(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.system.syncDataLater(this.fd, (cause) => {
        if (cause === null) resolve();
        else reject(diskError(cause, this.path));
      });
    });
  }

  private synced(): void {
    this.syncing--;
    if (this.closing && this.syncing === 0) onDisk(this.path, () => this.system.close(this.fd));
  }
}
