import type { Estate, Owner } from "../estate.js";
import type { Person } from "../people.js";
import { Dice } from "../seed.js";
import { part, type Share, WHOLE } from "../share.js";
import type { Act } from "./act.js";
import { askForAll, freezeForAWhile, refuseLargerBlocks } from "./decisions.js";
import {
  comeAndGo,
  determine,
  exchangeKey,
  loseKey,
  sellInThirds,
  sellTooMuch,
  sellTwice,
  signElsewhere,
  standIn,
} from "./odd.js";
import {
  lodgeAndRefuse,
  lodgeAndSell,
  lodgeAndWait,
  lodgeAndWithdraw,
  type Plan,
  sellAtOnce,
} from "./sales.js";
import type { Story } from "./story.js";

/** Not before the earlier register is taken over. */
const FIRST_DAY = 24;

/** What happens by chance on a day, and what happens on this day every time. */
export function dealsOf(story: Story, day: number): Act[] {
  if (day < FIRST_DAY) return [];
  const dice = new Dice(`day/${day}`);
  const sales = Array.from({ length: dice.below(3) }, () => saleByChance(story, dice));
  return [...sales, oddOn(story, dice, day)].filter((act) => act !== null);
}

function saleByChance(story: Story, dice: Dice): Act | null {
  const plan = planByChance(story, dice, story.estates);
  if (plan === null) return null;
  const days = dice.between(2, 12);
  const chance = dice.below(100);
  if (chance < 62) return sellAtOnce(story, plan);
  if (chance < 88) return lodgeAndSell(story, plan, days);
  return chance < 94 ? lodgeAndWithdraw(story, plan, days) : lodgeAndRefuse(story, plan, days);
}

/** Some owner gives all of a share or half of it, to one buyer, to a couple jointly, or to some in equal parts. */
export function planByChance(story: Story, dice: Dice, estates: readonly Estate[]): Plan | null {
  const estate = dice.maybe(estates.filter(isFree));
  const owner = dice.maybe(estate?.owners ?? []);
  if (estate === undefined || owner === undefined) return null;
  const chance = dice.below(100);
  const share = chance < 22 ? part(owner.share, 2) : owner.share;
  const count = chance < 14 || chance > 84 ? 2 : 1;
  const buyers = dice.some(strangersTo(story, estate), count);
  return reserved({ estate, owner, share, buyers, jointly: chance > 84 });
}

/** So that nobody else picks it on the same day. */
function reserved(plan: Plan): Plan {
  plan.estate.busy = true;
  return plan;
}

function oddOn(story: Story, dice: Dice, day: number): Act | null {
  const make = odd[day];
  return make === undefined ? null : make(story, dice);
}

/** Days of the year on which something rarer happens. */
const odd: Readonly<Record<number, (story: Story, dice: Dice) => Act | null>> = {
  32: (story) => standIn(story, "north-gate", 40),
  61: (story) => comeAndGo(story, "south-bank", 96),
  75: (story, dice) => withPlan(story, dice, whole(1), (plan) => signElsewhere(story, plan)),
  89: (story, dice) => withEstate(story, dice, isAlone, (estate) => exchangeKey(story, estate)),
  110: (story, dice) => withPlan(story, dice, ofOne, (plan) => sellTooMuch(story, plan)),
  118: (story, dice) => withPlan(story, dice, whole(3), (plan) => sellInThirds(story, plan)),
  131: (story, dice) => determineOne(story, dice),
  145: refuseLargerBlocks,
  152: (story, dice) => withEstate(story, dice, isAlone, (estate) => loseKey(story, estate)),
  166: (story, dice) => sellOneTwice(story, dice),
  187: (story, dice) => determineOne(story, dice),
  201: (story, dice) =>
    withEstate(story, dice, isAlone, (estate) => freezeForAWhile(story, estate, 60)),
  222: (story, dice) => withEstate(story, dice, isAlone, (estate) => exchangeKey(story, estate)),
  236: (story, dice) => withPlan(story, dice, ofOne, (plan) => sellTooMuch(story, plan)),
  257: (story, dice) => determineOne(story, dice),
  285: (story, dice) => withEstate(story, dice, isAlone, (estate) => exchangeKey(story, estate)),
  306: (story, dice) => sellOneTwice(story, dice),
  341: (story, dice) => withPlan(story, dice, whole(3), (plan) => sellInThirds(story, plan)),
  355: askForAll,
  358: (story, dice) => withPlan(story, dice, whole(1), (plan) => lodgeAndWait(story, plan)),
  362: (story, dice) => withPlan(story, dice, whole(2), (plan) => lodgeAndWait(story, plan)),
  365: (story, dice) => withPlan(story, dice, whole(1), (plan) => sellAtOnce(story, plan)),
};

type Choice = {
  readonly fits: (estate: Estate) => boolean;
  readonly share: Share;
  readonly buyers: number;
};

/** All of a title that one owner holds. */
const whole = (buyers: number): Choice => ({ fits: isAlone, share: WHOLE, buyers });

/** What one of several owners holds. */
const ofOne: Choice = {
  fits: ({ owners }) => owners.length > 1,
  share: WHOLE,
  buyers: 1,
};

function withPlan(
  story: Story,
  dice: Dice,
  { fits, share, buyers }: Choice,
  make: (plan: Plan) => Act,
): Act | null {
  return withEstate(story, dice, fits, (estate) => {
    const [owner] = estate.owners;
    if (owner === undefined) return null;
    const people = dice.some(strangersTo(story, estate), buyers);
    return make({ estate, owner, share, buyers: people, jointly: false });
  });
}

function withEstate(
  story: Story,
  dice: Dice,
  fits: (estate: Estate) => boolean,
  make: (estate: Estate) => Act | null,
): Act | null {
  const estate = dice.maybe(story.estates.filter((one) => !one.busy && fits(one)));
  if (estate === undefined) return null;
  estate.busy = true;
  return make(estate);
}

function determineOne(story: Story, dice: Dice): Act | null {
  const person = dice.maybe(story.others);
  if (person === undefined) return null;
  return withEstate(story, dice, isUnclaimed, (estate) => determine(story, estate, person));
}

function sellOneTwice(story: Story, dice: Dice): Act | null {
  return withPlan(story, dice, whole(1), (plan) => {
    const second = dice.maybe(
      strangersTo(story, plan.estate).filter((one) => one !== plan.buyers[0]),
    );
    return second === undefined ? sellAtOnce(story, plan) : sellTwice(story, plan, second);
  });
}

const isFree = ({ busy, owners }: Estate): boolean =>
  !busy && owners.length > 0 && owners.length < 6;
const isUnclaimed = ({ owners }: Estate): boolean => owners.length === 0;
/** One person holds it alone. */
const isAlone = ({ owners }: Estate): boolean => {
  const [only, ...others] = owners.flatMap(({ parties }) => parties);
  return only?.kind === "person" && others.length === 0;
};

/** Nobody buys of themselves. */
function strangersTo({ others }: Story, { owners }: Estate): Person[] {
  const holders = new Set(owners.flatMap(({ parties }) => parties.map(personOf)));
  return others.filter((person) => !holders.has(person));
}

const personOf = (party: Owner["parties"][number]) =>
  party.kind === "person" ? party.holding.person : undefined;
