import { Dice, drawnBytes } from "./seed.js";
import type { Lot, Street } from "./town/town.js";

/** A person of the invented country: stands in the directory and nowhere on the ledger. */
export type Person = {
  readonly name: string;
  /** Ten digits, of which nothing can be read. */
  readonly number: string;
  /** ISO 8601. */
  readonly birthDate: string;
  readonly address: string;
  /** From which their handles and keys are derived. */
  readonly secret: Uint8Array;
};

export const PEOPLE = 150;

/** Who can be tried at one click, first of all people (docs/start): names as the pages' pictures have them. */
const known: readonly string[] = ["Ana Dias", "Tomé Reis", "Irena Valk", "Davit Orsolo"];
export const KNOWN = known.length;

const given: readonly [string, ...string[]] = [
  ...(["Maren", "Joren", "Liska", "Tavio", "Elske", "Ruben", "Mirela", "Anselm"] as const),
  ...["Odette", "Kasimir", "Noemi", "Bastian", "Yelena", "Matteo", "Sidony", "Leif", "Agnesa"],
  ...["Corvin", "Dalia", "Emeric", "Fenja", "Gideon", "Helvi", "Ilario", "Jovana", "Kilian"],
  ...["Lucía", "Marek", "Nadja", "Orsino", "Petra", "Quirin", "Rosalba", "Søren", "Thekla"],
  ...["Ulrik", "Vesna", "Wenzel", "Xenia", "Zoltán"],
];
const family: readonly [string, ...string[]] = [
  ...(["Aldermane", "Brisko", "Caldova", "Dornheim", "Estrell", "Fallowe", "Gravina"] as const),
  ...["Havelka", "Isterling", "Jarnvik", "Kestrelo", "Lindqvar", "Marchetta", "Novarro", "Ostrava"],
  ...[
    "Pellworm",
    "Quillano",
    "Rosentau",
    "Salvatori",
    "Tremaine",
    "Umbriel",
    "Vandoren",
    "Wexholm",
  ],
  ...["Ysander", "Zabrode", "Ambrosi", "Bergström", "Crespelle", "Dragović", "Ferreolo"],
];

/** Draws the country's people; most of them live in the town. */
export function drawPeople(town: { lots: readonly Lot[]; streets: readonly Street[] }): Person[] {
  const dice = new Dice("people");
  const homes = town.lots.filter(({ open, future }) => !open && !future);
  const streets = new Map(town.streets.map((street) => [street.id, street]));
  const names = new Set<string>(known);
  while (names.size < PEOPLE) names.add(`${dice.pick(given)} ${dice.pick(family)}`);
  return [...names].map((name, i) => {
    const home = homes[dice.below(homes.length)];
    const street = streets.get(home?.street ?? "");
    return {
      name,
      number: digits(drawnBytes(`number/${i}`)),
      birthDate: birthDate(dice),
      address: `${home?.number} ${street?.name}, ${street?.locality}`,
      secret: drawnBytes(`person/${i}`),
    };
  });
}

/** Adults when the year begins. */
function birthDate(dice: Dice): string {
  const [year, month, day] = [dice.between(1941, 2005), dice.between(1, 12), dice.between(1, 28)];
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function digits(bytes: Uint8Array): string {
  return [...bytes.slice(0, 10)].map((byte) => String(byte % 10)).join("");
}
