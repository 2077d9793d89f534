import { setTimeout } from "node:timers/promises";
import { type Common, command, group, runs } from "../command.js";
import { foundLocally } from "../consortium/found.js";
import { LocalDirectory, type Member, membersOf } from "../consortium/layout.js";
import { begin, cometBinary, end, runningPid } from "../consortium/processes.js";
import { cometHeight, type Standing, standingOf } from "../consortium/standing.js";
import { cliError } from "../errors.js";
import type { Answer } from "../output.js";
import { readPort } from "../ports.js";

type UpOptions = Common & { readonly agencies: string; readonly port: string };

/** How long the agencies may take until all have signed what all have. */
const READY_MS = 60_000;
const LOOK_MS = 200;

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
  ]);
}

async function up({ data, agencies, port }: UpOptions): Promise<Answer> {
  const dir = new LocalDirectory(data);
  const comet = cometBinary();
  if (!dir.exists) foundLocally(dir, membersOf(readCount(agencies), readPort(port)), Date.now());
  const { agencies: members } = dir.read();
  // The application first: CometBFT looks for it when it begins.
  for (const kind of ["node", "cometbft"] as const) {
    for (const member of members) {
      if (runningPid(dir, member, kind) === null) begin(dir, member, kind, comet);
    }
  }
  return answer(await ready(dir, members));
}

async function status({ data }: Common): Promise<Answer> {
  const { agencies } = new LocalDirectory(data).read();
  const standings = await Promise.all(agencies.map(standingOf));
  const all = answer(standings);
  return standings.every(({ size }) => size !== null) ? all : { ...all, exit: 1 };
}

async function down({ data }: Common): Promise<Answer> {
  const dir = new LocalDirectory(data);
  const { agencies } = dir.read();
  // CometBFT first: without its application it would not end.
  for (const kind of ["cometbft", "node"] as const) {
    await Promise.all(agencies.map((member) => end(dir, member, kind)));
  }
  const names = agencies.map(({ name }) => name);
  return { json: { ended: names }, text: `Ended ${names.join(", ")}.` };
}

/** Waits until all agencies show the same checkpoint with all of their signatures. @throws CLI_CONSORTIUM_READY */
async function ready(dir: LocalDirectory, members: readonly Member[]): Promise<Standing[]> {
  const until = Date.now() + READY_MS;
  for (;;) {
    const standings = await Promise.all(members.map(standingOf));
    const heights = await Promise.all(members.map(cometHeight));
    const [first] = standings;
    const agree = standings.every(
      ({ root, cosignatures }) =>
        root !== null && root === first?.root && cosignatures === members.length,
    );
    if (agree && heights.every((height) => height >= 2)) return standings;
    const ended = members.find(
      (member) =>
        runningPid(dir, member, "node") === null || runningPid(dir, member, "cometbft") === null,
    );
    if (ended !== undefined || Date.now() > until) {
      const agency = ended?.name ?? standings.find(({ root }) => root === null)?.name ?? "";
      throw cliError("CLI_CONSORTIUM_READY", { agency, ended: ended !== undefined });
    }
    await setTimeout(LOOK_MS);
  }
}

function answer(standings: readonly Standing[]): Answer {
  const agencies = standings.map((each) => each);
  const lines = standings.map(({ name, node, size, root, cosignatures }) =>
    size === null
      ? `${name}: ${node} does not answer`
      : `${name}: ${node}, ${size} facts, root ${root?.slice(0, 16)}, ${cosignatures} cosignatures`,
  );
  return { json: { agencies }, text: lines.join("\n") };
}

/** @throws CLI_USAGE */
function readCount(text: string): number {
  const count = /^[0-9]{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= 16))
    throw cliError("CLI_USAGE", { agencies: text, needs: "1 to 16" });
  return count;
}
