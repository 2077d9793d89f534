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
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";

/** `create` refuses a file that exists. */
export type Access = "read" | "write" | "create";
const flags = { read: "r", write: "r+", create: "wx+" } as const;

/**
 * All that the storage asks of an operating system, and with its words: a call that fails throws the
 * system's own error, reads and writes may do less than asked. A simulation puts another in its place.
 */
export interface FileSystem {
  /** Answers the number of the open file. */
  open(path: string, access: Access): number;
  close(file: number): void;
  /** Length of an open file in bytes. */
  byteLength(file: number): number;
  read(file: number, into: Uint8Array, at: number, length: number, offset: number): number;
  write(file: number, bytes: Uint8Array, at: number, length: number, offset: number): number;
  truncate(file: number, byteLength: number): void;
  /** `fsync`. */
  sync(file: number): void;
  /** `fdatasync`. */
  syncData(file: number): void;
  /** `fdatasync` beside other work; `done` hears of a failure. */
  syncDataLater(file: number, done: (cause: Error | null) => void): void;
  exists(path: string): boolean;
  /** Names in a directory, in any order. */
  list(path: string): string[];
  /** One directory, in one that exists. */
  makeDirectory(path: string): void;
  /** Makes created, renamed and removed names in a directory durable. */
  syncDirectory(path: string): void;
  rename(from: string, to: string): void;
  /** Removes a file; nothing where there is none. */
  remove(path: string): void;
}

export const nodeFileSystem: FileSystem = {
  open: (path, access) => openSync(path, flags[access]),
  close: closeSync,
  byteLength: (file) => fstatSync(file).size,
  read: readSync,
  write: writeSync,
  truncate: ftruncateSync,
  sync: fsyncSync,
  syncData: fdatasyncSync,
  syncDataLater: fdatasync,
  exists: existsSync,
  list: (path) => readdirSync(path),
  makeDirectory: (path) => {
    mkdirSync(path);
  },
  syncDirectory: (path) => {
    const file = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
};
