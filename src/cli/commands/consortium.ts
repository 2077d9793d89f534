import { type Common, command, group, runs } from "../command.js";
import { foundLocally } from "../consortium/found.js";
import { LocalDirectory, membersOf } from "../consortium/layout.js";
import { cometBinary } from "../consortium/processes.js";
import { beginAll, endAll } from "../consortium/run.js";
import { type Standing, standingOf } from "../consortium/standing.js";
import { cliError } from "../errors.js";
import type { Answer } from "../output.js";
import { readPort } from "../ports.js";
import { foundingCommands } from "./consortium-found.js";
import { logsCommand } from "./consortium-logs.js";
import { rekeyCommand } from "./consortium-rekey.js";

type UpOptions = Common & { readonly agencies: string; readonly port: string };

export function consortiumCommand() {
  return group("consortium", "several agencies that run a network together", [
    command("up", "begin a consortium on this machine", "consortium up --agencies 4 --data ./four")
      .option("--agencies <count>", "how many, where it is founded now", "4")
      .option("--port <port>", "of the first agency's node; the others follow", "8300")
      .action(runs<UpOptions, []>(up)),
    command("status", "how each agency stands", "consortium status --data ./four").action(
      runs<Common, []>(status),
    ),
    command("down", "end its processes; it stays as it is", "consortium down --data ./four").action(
      runs<Common, []>(down),
    ),
    logsCommand(),
    ...foundingCommands(),
    rekeyCommand(),
  ]);
}

async function up({ data, agencies, port }: UpOptions): Promise<Answer> {
  const dir = new LocalDirectory(data);
  const comet = cometBinary();
  if (!dir.exists) {
    const members = membersOf(readCount(agencies), readPort(port));
    foundLocally(dir, members, { network: "local", time: Date.now() });
  }
  return answer(await beginAll(dir, { comet, outlive: true }));
}

async function status({ data }: Common): Promise<Answer> {
  const { agencies } = new LocalDirectory(data).read();
  const standings = await Promise.all(agencies.map(standingOf));
  const all = answer(standings);
  return standings.every(({ size }) => size !== null) ? all : { ...all, exit: 1 };
}

async function down({ data }: Common): Promise<Answer> {
  const names = await endAll(new LocalDirectory(data));
  return { json: { ended: names }, text: `Ended ${names.join(", ")}.` };
}

function answer(standings: readonly Standing[]): Answer {
  const lines = standings.map(({ name, node, size, root, cosignatures, trouble }) => {
    if (size === null) return `${name}: ${node} does not answer`;
    const signed = `${size} facts, root ${root?.slice(0, 16)}, ${cosignatures} cosignatures`;
    return `${name}: ${node}, ${signed}${trouble === null ? "" : `, takes nothing in: ${trouble}`}`;
  });
  return { json: { agencies: standings }, text: lines.join("\n") };
}

/** @throws CLI_USAGE */
function readCount(text: string): number {
  const count = /^[0-9]{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= 16))
    throw cliError("CLI_USAGE", { agencies: text, needs: "1 to 16" });
  return count;
}
