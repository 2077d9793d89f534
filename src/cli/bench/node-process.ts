import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { concatBytes } from "../../base/bytes.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { createClient } from "../../sdk/client.js";
import { cliError } from "../errors.js";

const PROGRAM = fileURLToPath(new URL("../../../bin/counterfoil", import.meta.url));

/** A node in a process of its own, as somebody runs it. */
export class NodeProcess {
  readonly address: string;
  /** From the process's birth to its word that it is ready. */
  readonly readyMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, address: string, readyMs: number) {
    this.#child = child;
    this.address = address;
    this.readyMs = readyMs;
  }

  /** @throws CLI_BENCH where it does not become ready */
  static async start(data: DataDirectory): Promise<NodeProcess> {
    const begin = performance.now();
    const child = spawn(
      process.execPath,
      [PROGRAM, "start", "--data", data.root, "--port", "0"],
      // Its log is of no interest unless it fails, and then it says so by its own name.
      { stdio: ["ignore", "pipe", "ignore"] },
    );
    if (child.stdout === null) throw cliError("CLI_BENCH", { what: "a node's output" });
    for await (const line of createInterface(child.stdout)) {
      const address = /^Counterfoil is ready: (\S+)$/.exec(line)?.[1];
      if (address === undefined) continue;
      return new NodeProcess(child, address, performance.now() - begin);
    }
    throw cliError("CLI_BENCH", { what: "a node that is ready" });
  }

  /** Many envelopes in one body. @param wait until they are sealed */
  async submit(envelopes: readonly Uint8Array[], wait: boolean): Promise<void> {
    const body = { type: "application/cbor-seq", bytes: concatBytes(...envelopes) };
    const answer = await createClient(this.address).submit(wait ? { wait: "sealed" } : {}, body);
    const refused = answer.body.results?.find(({ code }) => code !== (wait ? "ok" : "accepted"));
    if (refused !== undefined) throw cliError("CLI_BENCH", { what: refused.code });
  }

  /** Resolves once the process is gone. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const closed = once(this.#child, "close");
    this.#child.kill(signal);
    await closed;
  }
}
