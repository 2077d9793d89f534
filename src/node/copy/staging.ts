import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { onDisk, syncDirectory } from "../../storage/disk.js";
import { type Config, consortiumConfig, type DataDirectory } from "../data-directory.js";
import { nodeError } from "../errors.js";
import type { CopyResult } from "./backup.js";
import { writeWhole } from "./write-whole.js";

const plan = z.strictObject({
  config: z.strictObject({
    format: z.int(),
    network: z.string(),
    id: z.string(),
    kind: z.enum(["node", "replica"]),
    demo: z.boolean(),
    consortium: consortiumConfig.optional(),
  }),
  /** Name under `DIR/evidence/` of the log that was there; null where there was none. */
  oldLog: z.string().nullable(),
  result: z.strictObject({ facts: z.int(), size: z.int(), root: z.string() }),
});

/** What is to stand in the data directory when a restore is through. */
export type Plan = {
  readonly config: Config;
  readonly oldLog: string | null;
  readonly result: CopyResult;
};

/**
 * A restore is made ready beside the data directory's own files, in `DIR/restore/`, and then put in
 * their place. A crash while it is made ready leaves everything as it was. Then comes the gate:
 *
 *   1. `restore/` is whole and durable: log, new keys and their record, the plan.
 *   2. `config.json` says "restoring", durably. From here on nothing but a restore opens the
 *      directory, so no key signs for a log that is only half in place.
 *   3. The old log moves to `evidence/`, the new one into its place.
 *   4. The new keys and the record replace the old ones; the old secrets are overwritten first. Their
 *      successors' block is durable since 1.
 *   5. What was derived from the old log goes.
 *   6. `config.json` says what it said before.
 *
 * Each step is a rename or a removal that is done or not, and is passed over where it is done: who
 * finds "restoring" runs 3 to 6 again. The old keys stay beside their old record until 4, and after 2
 * nobody reads either.
 */
export class Staging {
  readonly #data: DataDirectory;
  readonly root: string;

  constructor(data: DataDirectory) {
    this.#data = data;
    this.root = join(data.root, "restore");
  }

  get log(): string {
    return join(this.root, "log");
  }

  /** New key files, and the record. */
  get keys(): string {
    return join(this.root, "keys");
  }

  get record(): string {
    return join(this.keys, "record");
  }

  /** What an earlier restore may have left before its gate goes. @throws DISK_* */
  begin(): void {
    this.discard();
    onDisk(this.root, () => mkdirSync(this.keys, { recursive: true, mode: 0o700 }));
  }

  /** @throws DISK_* */
  discard(): void {
    onDisk(this.root, () => rmSync(this.root, { recursive: true, force: true }));
  }

  /** Steps 1 to 6. @throws DISK_* */
  commit(what: Plan): CopyResult {
    writeWhole(join(this.root, "plan.json"), JSON.stringify(what));
    for (const path of [this.keys, this.root, this.#data.root]) syncDirectory(path);
    this.#data.writeConfig({ ...what.config, kind: "restoring" });
    return this.finish();
  }

  /** Steps 3 to 6 of a restore that passed its gate. @throws DATA_RESTORING, DISK_* */
  finish(): CopyResult {
    const { config, oldLog, result } = this.#readPlan();
    this.#data.create();
    this.#exchangeLog(oldLog);
    for (const name of readdirSync(this.keys).sort()) this.#exchangeKey(name);
    syncDirectory(this.#data.keys);
    this.#removeDerived();
    this.#data.writeConfig(config);
    this.discard();
    return result;
  }

  #readPlan(): Plan {
    const path = join(this.root, "plan.json");
    const text = onDisk(path, () => readFileSync(path, "utf8"));
    const parsed = plan.safeParse(jsonOrNull(text));
    if (!parsed.success) throw nodeError("DATA_RESTORING", { path }, parsed.error);
    return parsed.data;
  }

  #exchangeLog(oldLog: string | null): void {
    const { log, evidence, root } = this.#data;
    if (!existsSync(this.log)) return;
    if (existsSync(log) && oldLog !== null) {
      onDisk(evidence, () => {
        mkdirSync(evidence, { recursive: true });
        renameSync(log, join(evidence, oldLog));
      });
      syncDirectory(evidence);
      syncDirectory(root);
    }
    onDisk(log, () => {
      rmSync(log, { recursive: true, force: true });
      renameSync(this.log, log);
    });
    syncDirectory(root);
  }

  #exchangeKey(name: string): void {
    const target = join(this.#data.keys, name);
    onDisk(target, () => {
      if (name.endsWith(".key") && existsSync(target)) overwrite(target);
      renameSync(join(this.keys, name), target);
    });
  }

  #removeDerived(): void {
    const { index, tiles, readModel } = this.#data;
    for (const path of [index, tiles, readModel]) {
      onDisk(path, () => rmSync(path, { recursive: true, force: true }));
    }
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Retired secrets are destroyed as far as a program can; a file system may keep older copies. */
function overwrite(path: string): void {
  const fd = openSync(path, "r+");
  try {
    writeSync(fd, new Uint8Array(fstatSync(fd).size), 0);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
