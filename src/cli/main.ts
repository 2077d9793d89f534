import { CommanderError } from "commander";
import { cliError } from "./errors.js";
import { exit } from "./exit.js";
import { printError } from "./output.js";
import { program } from "./program.js";

// Whoever reads has heard enough, as `head` does: nothing is wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exit.done);
});

try {
  const all = await program(process.argv[2]);
  await all.parseAsync();
} catch (error) {
  // Commander has said what is wrong; help and version end with 0.
  if (!(error instanceof CommanderError)) throw error;
  const isMisuse = error.exitCode !== 0;
  if (isMisuse && process.argv.includes("--json")) {
    printError(cliError("CLI_USAGE", { problem: error.message }, error), true);
  }
  process.exitCode = isMisuse ? exit.misuse : exit.done;
}
