import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makeDirectory, onDisk, syncDirectory } from "../storage/disk.js";
import { nodeError } from "./errors.js";
import { isSealed, readKeyFile, type StoredKey } from "./key-file.js";

/** Version of the data directory's layout (docs/reference/data-directory.md). */
export const DATA_FORMAT = 1;

/** Of a node that orders together with others. */
export const consortiumConfig = z.strictObject({
  /** Address of this agency's own CometBFT: `http://127.0.0.1:PORT`. */
  rpc: z.url(),
  /** The other agencies' nodes. */
  peers: z.array(z.strictObject({ agency: z.string(), node: z.url() })).max(256),
  /**
   * Blocks that its CometBFT keeps; without it as many as the program says. After a loss of power the
   * newest mark in the log may be some two hundred blocks back (docs/adr/0020): those are asked for again.
   */
  keptBlocks: z.int().min(300).optional(),
  /**
   * What this agency had signed last before its log was restored from an older copy: until the log is
   * back there, with that root (hex), it signs nothing.
   */
  signsFrom: z
    .strictObject({ size: z.int().min(1), root: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional(),
});

const config = z.strictObject({
  format: z.int().min(1),
  /** Name of the network. */
  network: z.string(),
  /** Network id in hex. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** "node" signs and orders; "replica" follows another node; "restoring" was interrupted. */
  kind: z.enum(["node", "replica", "restoring"]),
  /** Whether this is a demonstration, which its pages must say. */
  demo: z.boolean(),
  /** A node without it orders alone. */
  consortium: consortiumConfig.optional(),
});
type StoredConfig = z.infer<typeof config>;
export type Config = StoredConfig & { readonly kind: "node" | "replica" };

/** Names in a data directory (docs/reference/data-directory.md): fixed, others rely on them. */
export class DataDirectory {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get log(): string {
    return join(this.root, "log");
  }
  get index(): string {
    return join(this.root, "index");
  }
  get tiles(): string {
    return join(this.root, "tiles");
  }
  /** Tables for people. */
  get readModel(): string {
    return join(this.root, "readmodel");
  }
  /** The address register, off the ledger. */
  get places(): string {
    return join(this.root, "places.json");
  }
  get drafts(): string {
    return join(this.root, "drafts");
  }
  get keys(): string {
    return join(this.root, "keys");
  }
  get directory(): string {
    return join(this.root, "directory");
  }
  get directoryKey(): string {
    return join(this.keys, "directory.kek");
  }
  get record(): string {
    return join(this.keys, "record");
  }
  get trust(): string {
    return join(this.root, "trust.json");
  }
  /** Of a demonstration: whom one can be. */
  get personas(): string {
    return join(this.root, "demo", "personas.json");
  }
  /** Where this agency's CometBFT finds the application. */
  get abci(): string {
    return join(this.root, "abci.sock");
  }
  /** Home of this agency's CometBFT, unless it is put elsewhere. */
  get comet(): string {
    return join(this.root, "cometbft");
  }
  /** What the other agencies may know of this one before they found a network together. */
  get member(): string {
    return join(this.root, "member.json");
  }
  get evidence(): string {
    return join(this.root, "evidence");
  }
  get config(): string {
    return join(this.root, "config.json");
  }

  get founded(): boolean {
    return existsSync(this.config);
  }

  /** @throws DISK_* */
  create(): void {
    makeDirectory(this.root);
    onDisk(this.keys, () => mkdirSync(this.keys, { recursive: true, mode: 0o700 }));
  }

  /** @throws DATA_MISSING, DATA_CONFIG, DATA_NEWER, DATA_RESTORING */
  readConfig(): Config {
    const { kind, ...stored } = this.#readConfig();
    if (kind === "restoring") throw nodeError("DATA_RESTORING", { data: this.root });
    return { ...stored, kind };
  }

  /** Whether a restore was interrupted here. @throws as `readConfig` */
  get restoring(): boolean {
    return this.founded && this.#readConfig().kind === "restoring";
  }

  #readConfig(): StoredConfig {
    if (!this.founded) throw nodeError("DATA_MISSING", { data: this.root });
    const parsed = config.safeParse(this.#json());
    if (!parsed.success) throw nodeError("DATA_CONFIG", { data: this.root });
    if (parsed.data.format > DATA_FORMAT) {
      throw nodeError("DATA_NEWER", { found: parsed.data.format, known: DATA_FORMAT });
    }
    return parsed.data;
  }

  /** Written last when a directory is made: what has a config is whole. Durable when it returns. */
  writeConfig(value: StoredConfig): void {
    const temporary = `${this.config}.new`;
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
    renameSync(temporary, this.config);
    syncDirectory(this.root);
  }

  /** Keys that need no passphrase are opened; the others are left to who asks for them. */
  readKeys(): StoredKey[] {
    if (!existsSync(this.keys)) return [];
    return readdirSync(this.keys)
      .filter((name) => name.endsWith(".key"))
      .sort()
      .map((name) => join(this.keys, name))
      .filter((path) => !isSealed(path))
      .map((path) => readKeyFile(path));
  }

  #json(): unknown {
    try {
      return JSON.parse(readFileSync(this.config, "utf8"));
    } catch (cause) {
      throw nodeError("DATA_CONFIG", { data: this.root }, cause);
    }
  }
}
