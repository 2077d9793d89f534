import { accessSync, constants, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { makeDirectory, onDisk } from "./disk.js";
import { storageError } from "./errors.js";

/*
 * Node has no flock. LevelDB takes a lock of the kernel (fcntl) on a file of its database, which dies
 * with the process however that dies, and holds between containers that share the volume. So an empty
 * database serves as the lock. A pid file would be left behind by kill -9 and its number given to
 * someone else; a socket's name in the abstract namespace is Linux's alone and ends at the container.
 *
 * It has a folder of its own: the index, which LevelDB locks as well, is emptied when it is rebuilt,
 * and a lock whose file is deleted excludes nobody.
 */
const FOLDER = "lock";

/** LevelDB drops the kernel's lock when the same process tries to take it a second time. */
const heldHere = new Set<string>();

/** The right to write in a data directory. */
export class DataLock {
  private readonly path: string;
  private readonly level: ClassicLevel;

  private constructor(path: string, level: ClassicLevel) {
    this.path = path;
    this.level = level;
  }

  /** @throws DATA_LOCKED with the pid of the holder where it is known; DISK_* */
  static async take(dataDir: string): Promise<DataLock> {
    const path = prepare(join(dataDir, FOLDER));
    if (heldHere.has(path)) throw storageError("DATA_LOCKED", { path: dataDir, pid: process.pid });
    heldHere.add(path);
    const lock = new DataLock(path, new ClassicLevel(path));
    try {
      await openLevel(lock.level, dataDir, path);
      onDisk(path, () => writeFileSync(join(path, "pid"), `${process.pid}\n`));
      return lock;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async release(): Promise<void> {
    await this.level.close();
    heldHere.delete(this.path);
  }
}

/** The one name of the lock's directory, which is made where it is missing. */
function prepare(path: string): string {
  makeDirectory(path);
  return onDisk(path, () => {
    accessSync(path, constants.W_OK);
    return realpathSync(path);
  });
}

async function openLevel(level: ClassicLevel, dataDir: string, path: string): Promise<void> {
  try {
    await level.open();
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    if (cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED") {
      throw storageError("DATA_LOCKED", { path: dataDir, pid: holderOf(path) }, error);
    }
    throw storageError("DISK_IO", { syscall: "open", path, errno: null }, error);
  }
}

function holderOf(path: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(path, "pid"), "utf8"), 10);
    return Number.isSafeInteger(pid) ? pid : null;
  } catch {
    return null;
  }
}
