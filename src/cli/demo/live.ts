import type { LedgerNode } from "../../node/ledger-node.js";
import { Cast } from "./cast.js";
import { estateOnRecord } from "./on-record.js";
import type { Person } from "./people.js";
import { Present } from "./present.js";
import { Dice } from "./seed.js";
import type { Town } from "./town/town.js";
import { planByChance } from "./year/deals.js";
import { keptLots } from "./year/kept.js";
import { drawClaim, register } from "./year/registrations.js";
import { sellAtOnce } from "./year/sales.js";
import { Story } from "./year/story.js";

/** Something happens so often: the pages show it, and nobody has to hurry. */
const LIFE_MS = 30_000;
/** Titles that it looks at before nothing happens this time. */
const TRIES = 12;

export type Live = { stop(): void };

/**
 * A little life, by the country's own people: a sale, or a lot of the new quarter until it is built.
 * Where there is nothing to do, nothing happens.
 */
export async function live(
  node: LedgerNode,
  town: Town,
  people: readonly Person[],
  onError: (error: unknown) => void,
): Promise<Live> {
  const cast = await Cast.on(node.reader, node.opened.id, people);
  const story = new Story(new Present(node), cast, people);
  // One thing after the other: a slow machine must not sell what it is selling.
  let last = Promise.resolve();
  const timer = setInterval(() => {
    if (!node.accepts) return clearInterval(timer);
    last = last.then(() => happen(story, town)).catch(onError);
  }, LIFE_MS);
  return { stop: () => clearInterval(timer) };
}

/** One thing that happens; what has happened before decides what may. */
export async function happen(story: Story, town: Town): Promise<void> {
  const { reader, opened } = story.pen.node;
  const dice = new Dice(`live/${opened.log.size}`);
  const lot = town.lots.find(({ id }) => opened.index.get(`land/parcel/${id}`) === undefined);
  if (lot !== undefined && dice.once(3)) {
    return story.perform(register(story, lot, drawClaim(lot, story.others), false));
  }
  const kept = new Set(keptLots(town));
  const lots = dice.some(
    town.lots.filter((one) => !kept.has(one)),
    TRIES,
  );
  for (const one of lots) {
    const estate = await estateOnRecord(reader, story.cast, one);
    const plan = estate && planByChance(story, dice, [estate]);
    if (plan !== null) return story.perform(sellAtOnce(story, plan));
  }
}
