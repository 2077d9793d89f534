import { CommanderError } from "commander";
import { exit } from "./exit.js";
import { program } from "./program.js";

try {
  await program().parseAsync();
} catch (error) {
  // Commander has said what is wrong; help and version end with 0.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exit.done : exit.misuse;
}
