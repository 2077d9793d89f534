import { isCoded } from "#src/base/errors.js";
import { fromHex } from "#src/base/text.js";
import { DataDirectory } from "#src/node/data-directory.js";
import { check } from "./check.js";
import { type Draw, drawFrom } from "./draw.js";
import { drawLife, type Life } from "./fail-points.js";
import { lotsFor, registration, signersOf } from "./grow.js";
import { Process, type Ready } from "./life.js";
import { type Acknowledged, Sender, watch } from "./load.js";

export type Plan = {
  /** A data directory that this may change. */
  readonly data: string;
  /** That its log had before. */
  readonly facts: number;
  readonly count: number;
  readonly seed: number;
};

export type Outcome = {
  /** How often each end came. */
  readonly ends: ReadonlyMap<string, number>;
  readonly acknowledged: number;
  readonly checkpoints: number;
  /** Of each start that came so far. */
  readonly ready: readonly Ready[];
};

/** What the clients of one node have heard. */
class Heard {
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly notes = new Set<string>();

  add({ acknowledged, notes }: Heard): void {
    for (const [id, answer] of acknowledged) this.acknowledged.set(id, answer);
    for (const note of notes) this.notes.add(note);
  }
}

/** As many facts as one life may add, and more. */
const FACTS_OF_LIFE = 2500;
const UNTIL_KILLED: Life = { end: "the last", point: null, atMs: 0 };

/**
 * Kills a node under load so many times, and looks after each start at what it has of what it said.
 * @throws KILL_* and whatever a check finds
 */
export async function run(plan: Plan, onKill: (kills: number) => void): Promise<Outcome> {
  const draw = drawFrom(plan.seed);
  const senders = sendersOf(plan, draw);
  const all = new Heard();
  let news = new Heard();
  const ends = new Map<string, number>();
  const ready: Ready[] = [];
  for (let kills = 1; kills <= plan.count; kills++) {
    const life = drawLife(draw);
    ends.set(life.end, (ends.get(life.end) ?? 0) + 1);
    const process = await Process.start(plan.data, life);
    if (process !== null) {
      ready.push(process.ready);
      if (await looked(process, news)) {
        all.add(news);
        news = new Heard();
        await Promise.all(senders.map((sender) => sender.prepare()));
        const loaded = senders.map((sender) => sender.load(process.address, news.acknowledged));
        const watched = watch(process.address, news.notes);
        await Promise.all([...loaded, watched, process.killAfter(life.atMs)]);
      } else await process.killAfter(0);
    }
    onKill(kills);
  }
  all.add(news);
  const last = await Process.start(plan.data, UNTIL_KILLED);
  if (last !== null) {
    ready.push(last.ready);
    await check(last.address, all.acknowledged, all.notes);
    await last.killAfter(0);
  }
  const [acknowledged, checkpoints] = [all.acknowledged.size, all.notes.size];
  return { ends, acknowledged, checkpoints, ready };
}

/** Whether everything is there; false where the node was gone before that was known. */
async function looked(process: Process, { acknowledged, notes }: Heard): Promise<boolean> {
  try {
    await check(process.address, acknowledged, notes);
    return true;
  } catch (error) {
    if (isCoded(error) && error.code === "REMOTE_UNREACHABLE") return false;
    throw error;
  }
}

/** The office's registrar registers lot after lot; the others try to, in vain. */
function sendersOf({ data, facts, count }: Plan, draw: Draw): Sender[] {
  const network = fromHex(new DataDirectory(data).readConfig().id);
  const free = lotsFor(facts + count * FACTS_OF_LIFE).slice(lotsFor(facts).length);
  let at = 0;
  return signersOf(data).map((signer, i) => {
    const fresh = async () => {
      const lot = i === 0 ? free[at++] : free[0];
      return lot === undefined ? null : registration(network, signer, lot);
    };
    return new Sender(fresh, draw);
  });
}
