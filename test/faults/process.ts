import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";

/** A program that ends and begins again, with what it has written since it last began. */
export class Process {
  readonly #command: () => readonly string[];
  readonly #env: Readonly<Record<string, string>>;
  readonly #heard = new EventEmitter();
  #child: ChildProcess | null = null;
  #text = "";

  /** @param command asked for at each beginning */
  constructor(command: () => readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#command = command;
    this.#env = env;
    this.#heard.setMaxListeners(0);
    // Where a test ends before it can: it would hold its port for good.
    process.once("exit", () => this.#child?.kill("SIGKILL"));
  }

  get running(): boolean {
    return this.#child !== null;
  }

  /** Null where it does not run. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** All that it has written since it last began. */
  get text(): string {
    return this.#text;
  }

  /** @param env for this life alone */
  begin(env: Readonly<Record<string, string>> = {}): void {
    const [command = "", ...rest] = this.#command();
    const child = spawn(command, rest, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.#env, ...env },
    });
    this.#child = child;
    this.#text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#text += text;
        this.#heard.emit("text");
      });
    }
    child.once("close", () => {
      this.#child = null;
      this.#heard.emit("text");
    });
  }

  /** Resolves once what it has written matches; fails where it ends before. */
  async says(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.#text)) {
      if (this.#child === null) throw new Error(`it ended before ${pattern}: ${this.#text}`);
      await once(this.#heard, "text");
    }
  }

  /** Resolves once it is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.#child?.kill(signal);
    await this.gone();
  }

  /** Resolves once it has ended. */
  async gone(): Promise<void> {
    while (this.#child !== null) await once(this.#heard, "text");
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Stands still, and its connections with it; nobody is told. */
  pause(): void {
    this.signal("SIGSTOP");
  }

  resume(): void {
    this.signal("SIGCONT");
  }
}
