import { readFileSync } from "node:fs";
import { Command } from "commander";
import { DATA_FORMAT } from "../node/data-directory.js";
import { auditCommand } from "./commands/audit.js";
import { backupCommand, restoreCommand } from "./commands/backup.js";
import { benchCommand } from "./commands/bench.js";
import { consortiumCommand } from "./commands/consortium.js";
import { demoCommand } from "./commands/demo.js";
import { getCommand } from "./commands/get.js";
import { governanceCommand } from "./commands/governance.js";
import { handleCommand } from "./commands/handle.js";
import { initCommand } from "./commands/init.js";
import { keysCommand } from "./commands/keys.js";
import { landCommand } from "./commands/land.js";
import { placesCommand } from "./commands/places.js";
import { receiptCommand } from "./commands/receipt.js";
import { replicaCommand } from "./commands/replica.js";
import { searchCommand } from "./commands/search.js";
import { startCommand } from "./commands/start.js";
import { submitCommand } from "./commands/submit.js";
import { tailCommand } from "./commands/tail.js";
import { trustCommand } from "./commands/trust.js";
import { txCommand } from "./commands/tx.js";
import { verifyCommand } from "./commands/verify.js";

/**
 * Every command; `docs/reference/commands.md` describes each, and a test compares them. Those that run
 * a node load it when they act: a check of a receipt does not wait for a server and a database.
 */
export function program(): Command {
  const all = new Command("counterfoil")
    .description("The public-sector ledger whose other half you keep.")
    .version(versionText())
    .exitOverride();
  for (const command of [
    demoCommand(),
    initCommand(),
    startCommand(),
    consortiumCommand(),
    keysCommand(),
    txCommand(),
    submitCommand(),
    getCommand(),
    handleCommand(),
    landCommand(),
    placesCommand(),
    searchCommand(),
    receiptCommand(),
    governanceCommand(),
    trustCommand(),
    verifyCommand(),
    replicaCommand(),
    auditCommand(),
    backupCommand(),
    restoreCommand(),
    tailCommand(),
    benchCommand(),
  ]) {
    all.addCommand(command);
  }
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
