import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { cliError } from "./errors.js";

/** Asks without showing what is typed. @throws CLI_USAGE without a terminal */
export async function promptPassphrase(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) throw cliError("CLI_USAGE", { needs: "--passphrase-file" });
  process.stderr.write(prompt);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
