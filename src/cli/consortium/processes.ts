import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { cliError } from "../errors.js";
import type { LocalDirectory, Member } from "./layout.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const PROGRAM = join(ROOT, "bin/counterfoil");
const LOOK_MS = 50;

export type Kind = "node" | "cometbft";

export type How = {
  /** CometBFT's program. */
  readonly comet: string;
  /** Whether they go on when this process ends. */
  readonly outlive: boolean;
  /** Of each node, that check signatures. */
  readonly threads: number;
};

/** CometBFT: what `COUNTERFOIL_COMETBFT` names, what the project built, or what the path has. @throws CLI_COMETBFT */
export function cometBinary(): string {
  const named = process.env["COUNTERFOIL_COMETBFT"];
  const places = (process.env["PATH"] ?? "").split(delimiter).map((dir) => join(dir, "cometbft"));
  const found = [named, join(ROOT, ".cache/bin/cometbft"), ...places].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );
  if (found === undefined) throw cliError("CLI_COMETBFT");
  return found;
}

/** Begins one of an agency's two processes. */
export function begin(dir: LocalDirectory, member: Member, kind: Kind, how: How): void {
  const { comet, outlive, threads } = how;
  const { root } = dir.data(member);
  const options = ["--data", root, "--port", String(member.port), "--threads", String(threads)];
  const [command, args] =
    kind === "node"
      ? [process.execPath, [PROGRAM, "start", ...options]]
      : [comet, ["start", "--home", dir.data(member).comet]];
  const log = openSync(dir.log(member, kind), "a", 0o600);
  try {
    const child = spawn(command, args, { detached: outlive, stdio: ["ignore", log, log] });
    if (child.pid === undefined) throw cliError("CLI_COMETBFT");
    writeFileSync(dir.pid(member, kind), `${child.pid}\n`);
    if (outlive) child.unref();
  } finally {
    closeSync(log);
  }
}

/** The process that was begun last, where it still runs. */
export function runningPid(dir: LocalDirectory, member: Member, kind: Kind): number | null {
  const file = dir.pid(member, kind);
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, "utf8"));
  return Number.isSafeInteger(pid) && pid > 0 && runs(pid, member.name) ? pid : null;
}

/** Asks a process to end, and kills it where it does not; resolves once it has ended. */
export async function end(
  dir: LocalDirectory,
  member: Member,
  kind: Kind,
  patienceMs = 30_000,
): Promise<void> {
  const pid = runningPid(dir, member, kind);
  if (pid !== null) {
    signal(pid, "SIGTERM");
    const until = Date.now() + patienceMs;
    while (runs(pid, member.name)) {
      if (Date.now() > until) signal(pid, "SIGKILL");
      await setTimeout(LOOK_MS);
    }
  }
  rmSync(dir.pid(member, kind), { force: true });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile, which is all that was wanted.
  }
}

/** Whether the pid is still this agency's: numbers are used again. */
function runs(pid: number, name: string): boolean {
  try {
    process.kill(pid, 0);
    const command = commandOf(pid);
    return command === null || command.includes(name);
  } catch {
    return false;
  }
}

function commandOf(pid: number): string | null {
  const path = `/proc/${pid}/cmdline`;
  // Where there is no /proc, the number has to do.
  return existsSync("/proc/self/cmdline") ? readFileSync(path, "utf8") : null;
}
