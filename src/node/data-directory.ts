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
import { nodeError } from "./errors.js";
import { readKeyFile, type StoredKey } from "./key-file.js";

/** Version of the data directory's layout (docs/reference/data-directory.md). */
export const DATA_FORMAT = 1;

const config = z.strictObject({
  format: z.int().min(1),
  /** Name of the network. */
  network: z.string(),
  /** Network id in hex. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** "node" signs and orders; "replica" follows another node. */
  kind: z.enum(["node", "replica"]),
  /** Whether this is a demonstration, which its pages must say. */
  demo: z.boolean(),
});
export type Config = z.infer<typeof config>;

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
  get drafts(): string {
    return join(this.root, "drafts");
  }
  get keys(): string {
    return join(this.root, "keys");
  }
  get record(): string {
    return join(this.keys, "record");
  }
  get trust(): string {
    return join(this.root, "trust.json");
  }
  get evidence(): string {
    return join(this.root, "evidence");
  }
  private get config(): string {
    return join(this.root, "config.json");
  }

  get founded(): boolean {
    return existsSync(this.config);
  }

  create(): void {
    mkdirSync(this.root, { recursive: true });
    mkdirSync(this.keys, { recursive: true, mode: 0o700 });
  }

  /** @throws DATA_MISSING, DATA_CONFIG, DATA_NEWER */
  readConfig(): Config {
    if (!this.founded) throw nodeError("DATA_MISSING", { data: this.root });
    const parsed = config.safeParse(this.#json());
    if (!parsed.success) throw nodeError("DATA_CONFIG", { data: this.root });
    if (parsed.data.format > DATA_FORMAT) {
      throw nodeError("DATA_NEWER", { found: parsed.data.format, known: DATA_FORMAT });
    }
    return parsed.data;
  }

  /** Written last when a directory is made: what has a config is whole. */
  writeConfig(value: Config): void {
    const temporary = `${this.config}.new`;
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
    renameSync(temporary, this.config);
  }

  /** Keys that need no passphrase are opened; the others are left to who asks for them. */
  readKeys(): StoredKey[] {
    if (!existsSync(this.keys)) return [];
    return readdirSync(this.keys)
      .filter((name) => name.endsWith(".key"))
      .sort()
      .map((name) => readKeyFile(join(this.keys, name)));
  }

  #json(): unknown {
    try {
      return JSON.parse(readFileSync(this.config, "utf8"));
    } catch (cause) {
      throw nodeError("DATA_CONFIG", { data: this.root }, cause);
    }
  }
}
