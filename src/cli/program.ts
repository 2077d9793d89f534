import { readFileSync } from "node:fs";
import { Command } from "commander";
import { DATA_FORMAT } from "../node/data-directory.js";

/** Every command; `docs/reference/commands.md` describes each, and a test compares them. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import("./commands/demo.js")).demoCommand(),
  init: async () => (await import("./commands/init.js")).initCommand(),
  start: async () => (await import("./commands/start.js")).startCommand(),
  consortium: async () => (await import("./commands/consortium.js")).consortiumCommand(),
  keys: async () => (await import("./commands/keys.js")).keysCommand(),
  tx: async () => (await import("./commands/tx.js")).txCommand(),
  submit: async () => (await import("./commands/submit.js")).submitCommand(),
  get: async () => (await import("./commands/get.js")).getCommand(),
  handle: async () => (await import("./commands/handle.js")).handleCommand(),
  land: async () => (await import("./commands/land.js")).landCommand(),
  places: async () => (await import("./commands/places.js")).placesCommand(),
  search: async () => (await import("./commands/search.js")).searchCommand(),
  receipt: async () => (await import("./commands/receipt.js")).receiptCommand(),
  governance: async () => (await import("./commands/governance.js")).governanceCommand(),
  trust: async () => (await import("./commands/trust.js")).trustCommand(),
  verify: async () => (await import("./commands/verify.js")).verifyCommand(),
  replica: async () => (await import("./commands/replica.js")).replicaCommand(),
  audit: async () => (await import("./commands/audit.js")).auditCommand(),
  backup: async () => (await import("./commands/backup.js")).backupCommand(),
  restore: async () => (await import("./commands/backup.js")).restoreCommand(),
  tail: async () => (await import("./commands/tail.js")).tailCommand(),
  bench: async () => (await import("./commands/bench.js")).benchCommand(),
};

/**
 * The command that the first word names, or all of them where it names none: what a check of a receipt
 * needs is half of what all commands together load.
 */
export async function program(word = ""): Promise<Command> {
  const all = new Command("counterfoil")
    .description("The public-sector ledger whose other half you keep.")
    .version(versionText())
    .exitOverride();
  const named = Object.hasOwn(commands, word) ? commands[word] : undefined;
  const loads = named === undefined ? Object.values(commands) : [named];
  for (const made of await Promise.all(loads.map((load) => load()))) all.addCommand(made);
  return overrideExits(all);
}

/** A wrong option ends like any other misuse; commander would end the process itself. */
function overrideExits(command: Command): Command {
  command.exitOverride();
  for (const child of command.commands) overrideExits(child);
  return command;
}

function versionText(): string {
  const file = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return `counterfoil ${version} (facts 1, receipts 1, trust files 1, data directory ${DATA_FORMAT})`;
}
