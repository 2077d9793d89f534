import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { killError } from "./errors.js";
import type { Life } from "./fail-points.js";

/** From dist/kill, where this runs. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const ARGUMENTS = [
  "--import",
  `${root}test/kill/fail-point.mjs`,
  `${root}bin/counterfoil`,
  "start",
];

/** From a node's start until it answered that it takes transactions. */
export type Ready = {
  readonly ms: number;
  /** Of the processor, which tells more where other work runs beside it; null where the system has no /proc. */
  readonly processorMs: number | null;
};

/** A node's process, from its start until it is killed. */
export class Process {
  readonly address: string;
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  private constructor(child: ChildProcess, gone: Promise<unknown>, address: string, ready: Ready) {
    this.#child = child;
    this.#gone = gone;
    this.address = address;
    this.ready = ready;
  }

  /** Null where its fail point came before it was ready. @throws KILL_NOT_READY */
  static async start(data: string, { point }: Life): Promise<Process | null> {
    const began = performance.now();
    const child = spawn(process.execPath, [...ARGUMENTS, "--data", data, "--port", "0"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(point && { COUNTERFOIL_FAIL_POINT: JSON.stringify(point) }) },
    });
    const gone = once(child, "close");
    const output = { text: "" };
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output.text += text;
    });
    const address = await Promise.race([addressOf(child), gone.then(() => null)]);
    const healthy = address !== null && (await isHealthy(address));
    if (healthy) {
      const ms = performance.now() - began;
      return new Process(child, gone, address, { ms, processorMs: processorMs(child.pid) });
    }
    await gone;
    if (child.signalCode === "SIGKILL" && point !== null) return null;
    throw killError("KILL_NOT_READY", { exit: child.exitCode, output: output.text.slice(-2000) });
  }

  /** Resolves once the process is gone, by its fail point or by this. */
  async killAfter(ms: number): Promise<void> {
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), ms);
    await this.#gone;
    clearTimeout(timer);
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<string | null> {
  if (stdout === null) return null;
  let text = "";
  for await (const part of stdout.setEncoding("utf8")) {
    text += part;
    const address = /^Counterfoil is ready: (http:\/\/\S+)\n/m.exec(text)?.[1];
    if (address !== undefined) return address;
  }
  return null;
}

/** proc(5): utime and stime are the 14th and 15th, in ticks of 10 ms; the 2nd may hold spaces. */
function processorMs(pid: number | undefined): number | null {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  const fields = readFileSync(path, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/health`)).status === 200;
  } catch {
    return false;
  }
}
