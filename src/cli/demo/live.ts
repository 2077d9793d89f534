import type { LedgerNode } from "../../node/ledger-node.js";
import type { Life } from "../run-node.js";
import { Cast } from "./cast.js";
import { estateOnRecord } from "./on-record.js";
import type { Person } from "./people.js";
import { Present } from "./present.js";
import { Dice } from "./seed.js";
import { DirectoryTeller } from "./tell-directory.js";
import type { Town } from "./town/town.js";
import { keepSaleWaiting } from "./waiting-sale.js";
import { planByChance } from "./year/deals.js";
import { keptLots, waitingSale } from "./year/kept.js";
import { drawClaim, register } from "./year/registrations.js";
import { sellAtOnce } from "./year/sales.js";
import { Story } from "./year/story.js";

/** Something happens so often: the pages show it, and nobody has to hurry. */
const LIFE_MS = 30_000;
/** One more person is told to the directory so often, which costs a disk some writes. */
const TELL_MS = 100;
/** Titles that it looks at before nothing happens this time. */
const TRIES = 12;

/**
 * A little life, by the country's own people: a sale, or a lot of the new quarter until it is built.
 * Where there is nothing to do, nothing happens.
 */
export async function live(
  node: LedgerNode,
  town: Town,
  people: readonly Person[],
  onError: (error: unknown) => void,
): Promise<Life> {
  const cast = await Cast.on(node.reader, node.opened.id, people);
  const story = new Story(new Present(node), cast, people);
  const { lot, buyer } = waitingSale(story, town);
  if (lot !== undefined && buyer !== undefined) await keepSaleWaiting(story, lot, buyer);
  const repeated = [repeat(() => happen(story, town), LIFE_MS, node, onError)];
  return {
    begin: async (directory) => {
      if (directory === null) return;
      const teller = new DirectoryTeller(directory, node, cast);
      await teller.tellKnown(people);
      repeated.push(repeat(() => teller.tellNext(), TELL_MS, node, onError));
    },
    stop: () => {
      for (const timer of repeated) clearInterval(timer);
    },
  };
}

/** One after the other: a slow machine must not sell what it is selling. */
function repeat(
  work: () => Promise<void>,
  everyMs: number,
  node: LedgerNode,
  onError: (error: unknown) => void,
): ReturnType<typeof setInterval> {
  let isAtIt = false;
  const timer = setInterval(() => {
    if (!node.accepts) return clearInterval(timer);
    if (isAtIt) return;
    isAtIt = true;
    work()
      .catch(onError)
      .finally(() => {
        isAtIt = false;
      });
  }, everyMs);
  return timer;
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
