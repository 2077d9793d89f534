import type { Point, Shape } from "../../../modules/land/geometry/shape.js";
import { Dice } from "../seed.js";
import { type Block, lotsOf, type PlanLot } from "./block.js";
import { type BandPlan, bandPlans, type District, districts, laneNames } from "./plan.js";
import { areaM2, onGround, type Spot } from "./warp.js";

/** A parcel of the drawn town, in the grid of EPSG:4326 at 1e-7 degree. */
export type Lot = {
  readonly id: string;
  readonly shape: Shape;
  readonly legalAreaM2: number;
  readonly district: District;
  readonly street: string;
  readonly number: string;
  /** A square or a green: nobody's home. */
  readonly open: boolean;
  /** Not yet parcelled out when the year ends. */
  readonly future: boolean;
};
export type Street = {
  readonly id: string;
  readonly name: string;
  readonly locality: string;
  /** Its middle, in the grid. */
  readonly line: readonly Point[];
};
export type Town = { readonly lots: readonly Lot[]; readonly streets: readonly Street[] };

const HIGH_STREET = "Bridge Street";
const HIGH_STREET_M = 16;
const LANE_M = 9;
/** So often a street's middle is measured. */
const MEASURE_M = 15;

type Drawn = { readonly plan: PlanLot; readonly block: Block; readonly band: BandPlan };

/** Draws the town: blocks of many sizes on both banks of a river, with streets and house numbers. */
export function drawTown(): Town {
  const dice = new Dice("town");
  const streets: Street[] = [streetOf(HIGH_STREET, "Northgate", highStreet())];
  const streetAt = new Map<string, number>();
  const names = laneNames.values();
  const add = (street: Street): number => streets.push(street) - 1;
  const along = (name: string, { district, westM, eastM }: BandPlan, northM: number): number => {
    const known = streetAt.get(name);
    if (known !== undefined) return known;
    const { locality } = districts[district];
    const index = add(streetOf(name, locality, line([-westM, northM], [eastM, northM])));
    streetAt.set(name, index);
    return index;
  };
  const drawn: Drawn[] = [];
  for (const band of bandPlans()) {
    const { south, north, southStreet, northStreet, district } = band;
    const sides = {
      south: along(southStreet.name, band, southStreet.middleM),
      north: along(northStreet.name, band, northStreet.middleM),
    };
    for (const { west, east, last } of spans(dice, band)) {
      const middleM = east + LANE_M / 2;
      const name = last ? undefined : names.next().value;
      const lane =
        name === undefined
          ? null
          : add(
              streetOf(
                name,
                districts[district].locality,
                line([middleM, south], [middleM, north]),
              ),
            );
      const square = band.square && west > 0 && west < HIGH_STREET_M;
      const block = { west, east, south, north, streets: { ...sides, east: lane }, square };
      for (const plan of lotsOf(dice, block)) drawn.push({ plan, block, band });
    }
  }
  return { streets, lots: numbered(drawn, streets) };
}

/** Where the blocks of a band stand: on both sides of the high street, between lanes. */
function* spans(dice: Dice, { westM, eastM }: BandPlan) {
  const half = HIGH_STREET_M / 2;
  for (const [from, to] of [
    [-westM, -half],
    [half, eastM],
  ] as const) {
    for (let west = from; west < to; ) {
      const wide = west + dice.between(66, 128);
      const last = to - wide < 60;
      const east = last ? to : wide;
      yield { west, east, last };
      west = east + LANE_M;
    }
  }
}

function numbered(drawn: readonly Drawn[], streets: readonly Street[]): Lot[] {
  const numbers = houseNumbers(drawn.map(({ plan }) => plan));
  const counts = new Map<District, number>();
  return drawn.map(({ plan, block, band: { district, future } }) => {
    const before = counts.get(district) ?? 0;
    counts.set(district, before + 1);
    const count = idNumber(district, before, drawn);
    const outer = plan.ring.map(onGround);
    return {
      id: `${districts[district].mark}-${String(count).padStart(4, "0")}`,
      shape: [{ outer, holes: [] }],
      legalAreaM2: areaM2(outer),
      district,
      street: streets[plan.street]?.id ?? "",
      number: String(numbers.get(plan) ?? 0),
      open: block.square,
      future: future && block.west > 0,
    };
  });
}

/** Numbers begin a little inside the town, where its first sheet was drawn, and go around. */
function idNumber(district: District, before: number, drawn: readonly Drawn[]): number {
  const all = drawn.filter(({ band }) => band.district === district).length;
  return ((before - districts[district].firstSheet + all) % all) + 1;
}

/** Along each street, even numbers on one side and odd ones on the other. */
function houseNumbers(lots: readonly PlanLot[]): Map<PlanLot, number> {
  const numbers = new Map<PlanLot, number>();
  const counts = new Map<string, number>();
  for (const lot of [...lots].sort((a, b) => a.alongM - b.alongM)) {
    const side = `${lot.street}/${lot.even}`;
    const before = counts.get(side) ?? 0;
    counts.set(side, before + 1);
    numbers.set(lot, 2 * before + (lot.even ? 2 : 1));
  }
  return numbers;
}

function streetOf(name: string, locality: string, spots: readonly Spot[]): Street {
  const id = name.toLowerCase().replaceAll(" ", "-");
  return { id, name, locality, line: spots.map(onGround) };
}

function highStreet(): Spot[] {
  const bands = bandPlans();
  return line([0, bands[0]?.south ?? 0], [0, bands.at(-1)?.north ?? 0]);
}

function line(from: Spot, to: Spot): Spot[] {
  const length = Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]);
  const parts = Math.max(1, Math.round(length / MEASURE_M));
  const at = (axis: 0 | 1, i: number) => from[axis] + ((to[axis] - from[axis]) * i) / parts;
  return Array.from({ length: parts + 1 }, (_, i): Spot => [at(0, i), at(1, i)]);
}
