import { setTimeout as wait } from "node:timers/promises";
import { type Common, command, runs } from "../command.js";
import { LocalDirectory } from "../consortium/layout.js";
import { GrowingLog, type LogLine } from "../consortium/logs.js";
import { cliError } from "../errors.js";
import { printable } from "../output.js";

type LogsOptions = Common & {
  readonly agency?: string;
  readonly follow: boolean;
  readonly lines: string;
};

const LOOK_MS = 200;

export const logsCommand = () =>
  command("logs", "what the processes have written", "consortium logs --agency court --follow")
    .option("--agency <name>", "of this agency alone")
    .option("--lines <count>", "of each process, the last so many", "20")
    .option("--follow", "go on as more is written", false)
    .action(runs<LogsOptions, []>(logs));

async function logs({ data, agency, follow, lines, json }: LogsOptions): Promise<null> {
  const dir = new LocalDirectory(data);
  const { agencies } = dir.read();
  const some = agency === undefined ? agencies : agencies.filter(({ name }) => name === agency);
  if (some.length === 0) {
    throw cliError("CLI_USAGE", {
      agency: agency ?? "",
      needs: agencies.map(({ name }) => name).join(", "),
    });
  }
  const all = some.flatMap((member) =>
    (["node", "cometbft"] as const).map((process) => new GrowingLog(dir, member, process)),
  );
  const most = readLines(lines);
  for (const log of all) print(log.more().slice(-most), json);
  while (follow) {
    await wait(LOOK_MS);
    for (const log of all) print(log.more(), json);
  }
  return null;
}

function print(lines: readonly LogLine[], asJson: boolean): void {
  for (const each of lines) {
    const text = `${each.agency} ${each.process}  ${printable(each.line)}`;
    process.stdout.write(`${asJson ? JSON.stringify(each) : text}\n`);
  }
}

/** @throws CLI_USAGE */
function readLines(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text))
    throw cliError("CLI_USAGE", { lines: text, needs: "1 or more" });
  return Number(text);
}
