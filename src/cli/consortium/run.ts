import { availableParallelism } from "node:os";
import { setTimeout } from "node:timers/promises";
import { cliError } from "../errors.js";
import type { LocalDirectory, Member } from "./layout.js";
import { begin, end, type How, runningPid } from "./processes.js";
import { cometHeight, type Standing, standingOf } from "./standing.js";

/** How long the agencies may take until all have signed what all have. */
const READY_MS = 60_000;
const LOOK_MS = 200;
/** How long a CometBFT without its application may take to end. */
const ORPHAN_MS = 2000;

/**
 * Begins what does not run of a consortium; resolves once all agencies show the same checkpoint under all
 * of their signatures.
 * @throws CLI_CONSORTIUM, CLI_CONSORTIUM_READY
 */
export async function beginAll(
  dir: LocalDirectory,
  processes: Omit<How, "threads">,
): Promise<Standing[]> {
  const { agencies } = dir.read();
  const threads = Math.max(1, Math.floor(availableParallelism() / agencies.length));
  // CometBFT v0.39 ends without its application, but for a question that nobody answers any more: then it hangs.
  const orphans = agencies.filter((member) => runningPid(dir, member, "node") === null);
  await Promise.all(orphans.map((member) => end(dir, member, "cometbft", ORPHAN_MS)));
  // The application first: CometBFT looks for it when it begins.
  for (const kind of ["node", "cometbft"] as const) {
    for (const member of agencies) {
      if (runningPid(dir, member, kind) === null)
        begin(dir, member, kind, { ...processes, threads });
    }
  }
  return ready(dir, agencies);
}

/** Ends all of its processes; answers whose. @throws CLI_CONSORTIUM */
export async function endAll(dir: LocalDirectory): Promise<string[]> {
  const { agencies } = dir.read();
  // CometBFT first: without its application it would not end.
  for (const kind of ["cometbft", "node"] as const) {
    await Promise.all(agencies.map((member) => end(dir, member, kind)));
  }
  return agencies.map(({ name }) => name);
}

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
