import { Command } from "commander";
import { isCoded } from "../base/errors.js";
import { diskError } from "../storage/disk.js";
import { exit, exitOf } from "./exit.js";
import { type Answer, printAnswer, printError } from "./output.js";

/** Options that every command takes. */
export type Common = {
  readonly json: boolean;
  readonly data: string;
  readonly node: string;
  readonly as?: string;
  readonly passphraseFile?: string;
};

/** A command with the common options and an example in its help. */
export function command(usage: string, description: string, example: string): Command {
  return new Command(usage)
    .description(description)
    .option("--json", "exactly one JSON document on standard output", false)
    .option("--data <dir>", "data directory", "./data")
    .option("--node <url>", "address of a node", "http://localhost:8300")
    .option("--as <keyfile>", "sign with this key")
    .option("--passphrase-file <file>", "read the key's passphrase from this file")
    .addHelpText("after", `\nExample:\n  $ counterfoil ${example}`);
}

/** A word with commands under it, which take the options themselves. */
export function group(name: string, description: string, members: readonly Command[]): Command {
  const all = new Command(name).description(description);
  for (const member of members) all.addCommand(member);
  return all;
}

/** Runs a command's action: its answer is printed, its error becomes the exit status. */
export function runs<Options extends Common, Arguments extends unknown[]>(
  action: (options: Options, ...given: Arguments) => Promise<Answer | null> | Answer | null,
): (...given: [...Arguments, Options, Command]) => Promise<void> {
  return async (...all) => {
    const options = all.at(-2) as Options;
    const given = all.slice(0, -2) as Arguments;
    try {
      const answer = await action(options, ...given);
      if (answer === null) return;
      printAnswer(answer, options.json);
      process.exitCode = answer.exit ?? exit.done;
    } catch (cause) {
      const error = diskError(cause, options.data);
      if (!isCoded(error)) throw cause;
      printError(error, options.json);
      process.exitCode = exitOf(error);
    }
  };
}
