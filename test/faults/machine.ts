import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { cometBinary } from "../../src/cli/consortium/processes.js";
import { Process } from "./process.js";

const MOUNTS = "/proc/mounts";
/** Where the groups of processes are. */
const GROUPS = existsSync(MOUNTS)
  ? / (\S+) cgroup2 /.exec(readFileSync(MOUNTS, "utf8"))?.[1]
  : undefined;

/** It takes the right to make namespaces, and a group for what systemd begins. */
export const canBoot =
  process.getuid?.() === 0 && existsSync("/usr/lib/systemd/systemd") && GROUPS !== undefined;

const SCRIPT = fileURLToPath(new URL("./machine.sh", import.meta.url));
/** What every unit leans on, unasked or not. */
const TARGETS = ["sysinit", "basic", "shutdown", "network-online", "multi-user"];

/** A machine that systemd has booted, with these units and no other: `machine.sh`. */
export class Machine {
  /** Around it: what made the namespaces, and waits. */
  readonly #outside: Process;

  /**
   * @param dir of its own; `srv` in it is the machine's `/srv`
   * @param units text by file name
   */
  constructor(dir: string, units: ReadonlyMap<string, string>) {
    mkdirSync(join(dir, "units"));
    for (const name of TARGETS) {
      writeFileSync(join(dir, "units", `${name}.target`), "[Unit]\nDefaultDependencies=no\n");
    }
    for (const [name, text] of units) writeFileSync(join(dir, "units", name), text);
    const programs = [process.execPath, cometBinary()];
    this.#outside = new Process(() => [SCRIPT, dir, GROUPS ?? "", ...programs]);
    this.#outside.begin();
  }

  async booted(): Promise<void> {
    const target = ["is-active", "multi-user.target"];
    await vi.waitFor(() => this.run("systemctl", ...target), { timeout: 60_000, interval: 200 });
  }

  /** What this command writes there. @throws where it fails */
  run(...command: readonly string[]): string {
    const there = ["-t", this.#systemd, "-p", "-m", "-C", "-n", ...command];
    return execFileSync("nsenter", there, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** With everything that runs on it. */
  async end(): Promise<void> {
    const group = `${GROUPS}/counterfoil-${this.#outside.pid}`;
    process.kill(Number(this.#systemd), "SIGKILL");
    await this.#outside.gone();
    execFileSync("find", [group, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"]);
  }

  /** The process that is the first of all there. */
  get #systemd(): string {
    const { pid, text } = this.#outside;
    if (pid === null) throw new Error(`there is no machine any more: ${text}`);
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  }
}
