import type { Logger } from "pino";
import type { DataDirectory } from "../../../node/data-directory.js";
import { FIRST_DISTRICT, REGISTRY } from "../agencies.js";
import { Cast } from "../cast.js";
import { Chronicle } from "../chronicle.js";
import { BEGINNING } from "../country.js";
import { appointment, founder, registrarOf } from "../officials.js";
import type { Person } from "../people.js";
import { type District, districts } from "../town/plan.js";
import type { Lot, Town } from "../town/town.js";
import type { Act } from "./act.js";
import { Days } from "./days.js";
import { dealsOf } from "./deals.js";
import { keptLots, liveKept } from "./kept.js";
import { drawClaim, register } from "./registrations.js";
import { Story } from "./story.js";

const HOUR_MS = 60 * 60 * 1000;
const DAYS = 365;
/** The earlier register is taken over first, in workdays; the rest follows over the year. */
const TAKEN_OVER_A_DAY = 16;
const TAKEN_OVER_DAYS = 14;
const REGISTER_EVERY_DAYS = 5;

/**
 * Lives through the country's year, as far as that has not been done.
 * @param atItsEnd while its node is still open
 * @param days how much of it
 * @returns the story as it stands when the year ends
 * @throws CLI_DEMO
 */
export async function liveTheYear(
  data: DataDirectory,
  town: Town,
  people: readonly Person[],
  logger: Logger,
  atItsEnd: (story: Story) => Promise<void> = async () => undefined,
  days = DAYS,
): Promise<Story> {
  const chronicle = await Chronicle.open(data, logger, BEGINNING + HOUR_MS);
  try {
    const story = new Story(chronicle, new Cast(chronicle.node.opened.id), people);
    const year = new Days(chronicle);
    await appointRegistrars(story);
    const arrivals = arrivalsOf(town);
    for (let day = 1; day <= days; day++) {
      if (!isWorkday(day)) continue;
      await year.liveThrough(day, actsOn(story, arrivals, town, day));
    }
    await atItsEnd(story);
    return story;
  } finally {
    await chronicle.close();
  }
}

/** The year begins on a Thursday. */
const isWorkday = (day: number): boolean => (day + 3) % 7 < 5;

async function appointRegistrars(story: Story): Promise<void> {
  const { pen } = story;
  const administrator = founder(REGISTRY, "administrator");
  const names = Object.keys(districts) as District[];
  const others = names.filter((district) => district !== FIRST_DISTRICT);
  const appointments = others.map((district) => {
    const body = appointment(registrarOf(district), district, null);
    return pen.signed("identity.appoint", body, administrator);
  });
  story.expect("ok", await pen.block(await Promise.all(appointments)));
}

type Arrival = { readonly day: number; readonly lot: Lot; readonly legacy: boolean };

/** When each lot comes into the register, but for those that are kept for who tries the country out. */
function arrivalsOf(town: Town): Arrival[] {
  const kept = new Set(keptLots(town));
  const lots = town.lots.filter((lot) => !lot.future && !kept.has(lot));
  const workdays = Array.from({ length: DAYS }, (_, i) => i + 1).filter(isWorkday);
  const early = TAKEN_OVER_A_DAY * TAKEN_OVER_DAYS;
  return lots.map((lot, i) => {
    const legacy = i < early;
    const place = legacy
      ? Math.floor(i / TAKEN_OVER_A_DAY)
      : TAKEN_OVER_DAYS + (i - early) * REGISTER_EVERY_DAYS;
    return { day: workdays[place] ?? DAYS, lot, legacy };
  });
}

/** What begins on a day. */
function actsOn(story: Story, arrivals: readonly Arrival[], town: Town, day: number): Act[] {
  const registrations = arrivals
    .filter((arrival) => arrival.day === day)
    .map(({ lot, legacy }) => register(story, lot, drawClaim(lot, story.others), legacy));
  return [...registrations, ...liveKept(story, town, day), ...dealsOf(story, day)];
}
