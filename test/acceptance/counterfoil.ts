import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, vi } from "vitest";
import { toHex } from "../../src/base/text.js";
import { parseCheckpoint } from "../../src/crypto/checkpoint.js";
import { parseNote } from "../../src/crypto/note.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = join(root, "bin/counterfoil");
if (!existsSync(join(root, "dist/cli/main.js"))) {
  throw new Error("there is no dist/: run `npm run build` first, these tests run what it makes");
}

/** A command takes a second where the machine is busy, and these tests are made of commands. */
vi.setConfig({ hookTimeout: 180_000, testTimeout: 180_000 });

const running = new Set<ChildProcess>();
const made: string[] = [];
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await Promise.all([...running].map((child) => once(child, "close")));
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

/** A directory on a real disk that is gone after the file's tests, as are the processes. */
export function workDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-acceptance-"));
  made.push(dir);
  return dir;
}

export type Outcome<T> = {
  /** Exit status; null where a signal ended it. */
  readonly code: number | null;
  /** With `--json`, the one document on standard output. */
  readonly json: T;
  readonly stdout: string;
  readonly stderr: string;
};
export type RunOptions = {
  readonly cwd?: string;
  /** Command that runs it: `["unshare", "-rn"]`. */
  readonly under?: readonly string[];
  /** What is pressed on the keyboard, or comes through the pipe. */
  readonly input?: string;
};
export type Refusal = { readonly code: string; readonly facts: Record<string, unknown> };

/** Runs `counterfoil` to its end. With `--json` a standard output of anything but one document fails. */
export async function run<T = Refusal>(
  args: readonly string[],
  { cwd, under = [], input = "" }: RunOptions = {},
): Promise<Outcome<T>> {
  const [command = "", ...rest] = [...under, process.execPath, program, ...args];
  const child = spawn(command, rest, { cwd, stdio: "pipe" });
  const output = collect(child);
  child.stdin?.end(input);
  await once(child, "close");
  const { stdout, stderr } = output;
  const json = args.includes("--json") ? oneDocument<T>(stdout, stderr) : (undefined as T);
  return { code: child.exitCode, json, stdout, stderr };
}

function oneDocument<T>(stdout: string, stderr: string): T {
  try {
    return JSON.parse(stdout) as T;
  } catch (cause) {
    throw new Error(`not one JSON document: ${stdout.slice(0, 500)}\n${stderr}`, { cause });
  }
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: "", stderr: "" };
  running.add(child);
  child.once("close", () => running.delete(child));
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  }
  return output;
}

/** A node that is ready. */
export class Node {
  readonly data: string;
  readonly address: string;
  readonly #child: ChildProcess;
  readonly #output: { readonly stderr: string };
  readonly #closed: Promise<unknown>;

  constructor(data: string, address: string, child: ChildProcess, output: { stderr: string }) {
    this.data = data;
    this.address = address;
    this.#child = child;
    this.#output = output;
    this.#closed = once(child, "close");
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it has written to its log so far. */
  get stderr(): string {
    return this.#output.stderr;
  }

  /** `args` with `--data` and `--node` of this node. */
  run<T = Refusal>(args: readonly string[], options: RunOptions = {}): Promise<Outcome<T>> {
    return run<T>([...args, "--data", this.data, "--node", this.address], options);
  }

  get(path: string): Promise<Response> {
    return fetch(`${this.address}${path}`);
  }

  async checkpoint(): Promise<{ note: string; size: number; root: string }> {
    const note = await (await this.get("/log/checkpoint")).text();
    return { note, ...readNote(note) };
  }

  /** Resolves once the process is gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#child.kill(signal);
    await this.#closed;
  }

  /** In order; resolves with the exit status. */
  async stop(): Promise<number | null> {
    await this.kill("SIGTERM");
    return this.#child.exitCode;
  }
}

/** Size and root, in hex, of a signed note. */
export function readNote(note: string): { size: number; root: string } {
  const { size, root } = parseCheckpoint(parseNote(note).text);
  return { size, root: toHex(root) };
}

export type NeverReady = { readonly ready: false } & Omit<Outcome<never>, "json">;

/** Starts a node on a free port: ready, or ended before it was. */
export async function launch(
  data: string,
  options: Pick<RunOptions, "under"> & {
    readonly as?: "start" | "demo";
    /** A free one where none is named. */
    readonly port?: number;
  } = {},
): Promise<{ readonly ready: true; readonly node: Node } | NeverReady> {
  const [command = "", ...rest] = [
    ...(options.under ?? []),
    ...[
      process.execPath,
      program,
      options.as ?? "start",
      "--data",
      data,
      "--port",
      String(options.port ?? 0),
    ],
  ];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const output = collect(child);
  const closed = once(child, "close").then(() => null);
  for (;;) {
    const address = /^Counterfoil is ready: (http:\/\/\S+)\n/m.exec(output.stdout)?.[1];
    if (address !== undefined) {
      return { ready: true, node: new Node(data, address, child, output) };
    }
    const more = child.stdout === null ? closed : once(child.stdout, "data").catch(() => null);
    if ((await Promise.race([more, closed])) === null) {
      return { ready: false, code: child.exitCode, ...output };
    }
  }
}

/** A node that must become ready. */
export async function startNode(data: string, port = 0): Promise<Node> {
  const started = await launch(data, { port });
  if (started.ready) return started.node;
  throw new Error(`the node ended with ${started.code}: ${started.stdout}${started.stderr}`);
}

/** Founds a network in a new directory. */
export async function initData(dir: string = join(workDir(), "data")): Promise<string> {
  const { code, stderr } = await run(["init", "--network", "arvenia", "--data", dir, "--json"]);
  if (code !== 0) throw new Error(`init ended with ${code}: ${stderr}`);
  return dir;
}

/** Two at a time: one a core of a small machine. Results in order. */
export async function inTwos<In, Out>(
  items: readonly In[],
  work: (item: In, i: number) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [i, item] of rest) results[i] = await work(item, i);
  };
  await Promise.all([worker(), worker()]);
  return results;
}
