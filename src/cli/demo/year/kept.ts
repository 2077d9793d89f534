import type { Estate } from "../estate.js";
import type { Person } from "../people.js";
import { part, WHOLE } from "../share.js";
import type { Lot, Town } from "../town/town.js";
import { type Act, enrol } from "./act.js";
import { register } from "./registrations.js";
import { sellAtOnce } from "./sales.js";
import type { Story } from "./story.js";

/** What belongs to those who can be tried at one click, by their place among the people. */
const ANA = 0;
const TOME = 1;
const IRENA = 2;
const DAVIT = 3;

/** Addresses of their land: nothing happens to it by chance. */
const addresses = {
  anasHome: ["chapel-street", "14"],
  anasShop: ["quay-street", "27"],
  shared: ["mill-lane", "12"],
  tomesGarden: ["orchard-row", "20"],
  irenasHome: ["tanner-street", "18"],
} as const;
type Place = keyof typeof addresses;

const owners: Readonly<Record<Place, number>> = {
  anasHome: ANA,
  anasShop: ANA,
  shared: ANA,
  tomesGarden: TOME,
  irenasHome: IRENA,
};

export const keptLots = (town: Town): Lot[] =>
  (Object.keys(addresses) as Place[]).flatMap((place) => lotAt(town, place) ?? []);

const lotAt = (town: Town, place: Place): Lot | undefined => {
  const [street, number] = addresses[place];
  return town.lots.find((lot) => lot.street === street && lot.number === number);
};

/** What Tomé offers to Irena when the year ends: the lot, and who is to buy it. */
export const waitingSale = ({ people }: Story, town: Town) => ({
  lot: lotAt(town, "tomesGarden"),
  buyer: people[IRENA],
});

/** What happens in their lives on a day. */
export function liveKept(story: Story, town: Town, day: number): Act[] {
  const person = (place: number): Person[] => story.people.slice(place, place + 1);
  if (day === 1) {
    return (Object.keys(owners) as Place[]).flatMap((place) => {
      const lot = lotAt(town, place);
      const people = person(owners[place]);
      return lot === undefined ? [] : register(story, lot, { by: "persons", people }, true, true);
    });
  }
  const shared = lotAt(town, "shared");
  const estate = story.estates.find(({ title }) => title === shared?.id);
  // 16 March 2026: Ana gives half of the house on Mill Lane to Tomé.
  if (day === 158 && estate !== undefined) return [shareHouse(story, estate, person(TOME))];
  // Handles that wait for a holding: what is bought at one click needs no visit to an office first.
  if (day === 365) return [spare(story, [IRENA, DAVIT, IRENA, TOME].flatMap(person))];
  return [];
}

async function* shareHouse(story: Story, estate: Estate, buyers: readonly Person[]): Act {
  const [owner] = estate.owners;
  if (owner === undefined) return;
  yield* sellAtOnce(story, { estate, owner, share: part(WHOLE, 2), buyers, jointly: false });
  estate.busy = true;
}

async function* spare(story: Story, people: readonly Person[]): Act {
  yield* enrol(story, people);
}
