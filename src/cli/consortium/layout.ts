import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DataDirectory } from "../../node/data-directory.js";
import { cliError } from "../errors.js";

const port = z.int().min(1).max(65_535);
const member = z.strictObject({
  name: z.string(),
  /** Of its node: pages and interface. */
  port,
  /** Of its CometBFT, for the other agencies' and for its own node alone. */
  p2p: port,
  rpc: port,
});
const local = z.strictObject({ format: z.literal(1), agencies: z.array(member).min(1).max(16) });
export type Member = z.infer<typeof member>;
export type LocalConsortium = z.infer<typeof local>;

/** Names of the agencies, in the order of joining. */
const NAMES = ["registry", "treasury", "court", "elections", "statistics", "audit", "health"];

/** Where a consortium on one machine lies: a directory an agency, and the officers' keys beside them. */
export class LocalDirectory {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  get keys(): string {
    return join(this.root, "keys");
  }

  /** All from which its agencies began, for others that join. */
  get founding(): string {
    return join(this.root, "founding.json");
  }

  get exists(): boolean {
    return existsSync(this.#file);
  }

  data({ name }: Member): DataDirectory {
    return new DataDirectory(join(this.root, name));
  }

  /** What one of an agency's two processes says. */
  log({ name }: Member, process: "node" | "cometbft"): string {
    return join(this.root, name, `${process}.log`);
  }

  pid({ name }: Member, process: "node" | "cometbft"): string {
    return join(this.root, name, `${process}.pid`);
  }

  /** @throws CLI_CONSORTIUM */
  read(): LocalConsortium {
    const parsed = this.exists
      ? local.safeParse(JSON.parse(readFileSync(this.#file, "utf8")))
      : null;
    if (!parsed?.success) throw cliError("CLI_CONSORTIUM", { data: this.root });
    return parsed.data;
  }

  write(value: LocalConsortium): void {
    const temporary = `${this.#file}.new`;
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
    renameSync(temporary, this.#file);
  }

  get #file(): string {
    return join(this.root, "consortium.json");
  }
}

/** So many agencies, whose ports follow on one another from `first`. */
export function membersOf(count: number, first: number): Member[] {
  return Array.from({ length: count }, (_, i) => ({
    name: NAMES[i] ?? `agency-${i + 1}`,
    port: first + i,
    p2p: first + 100 + i,
    rpc: first + 200 + i,
  }));
}
