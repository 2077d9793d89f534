import type { Dice } from "../seed.js";
import type { Spot } from "./warp.js";

/** A block between four streets, which are named by their place in the town's list. */
export type Block = {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
  readonly streets: {
    readonly south: number;
    readonly north: number;
    readonly east: number | null;
  };
  /** An open square, one lot. */
  readonly square: boolean;
};

/** A lot on the plan: its corners counter-clockwise, and where its door is. */
export type PlanLot = {
  readonly ring: readonly Spot[];
  readonly street: number;
  /** Houses have even numbers to the left of a street that runs east or north, odd ones to the right. */
  readonly even: boolean;
  /** How far along the street. */
  readonly alongM: number;
};

const LOT_M = 18;
/** Lots at the end of a block that look to the lane. */
const END_M = 27;
const END_LOTS = 3;

/** Divides a block into lots that fill it: two rows back to back, some of them odd. */
export function lotsOf(dice: Dice, block: Block): PlanLot[] {
  const { west, east, south, north, streets, square } = block;
  if (square)
    return [
      rowLot(
        [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
        ],
        streets.south,
        true,
      ),
    ];
  const middle = south + Math.round(((north - south) * dice.between(44, 56)) / 100);
  const lane = east - west > 3 * END_M && dice.once(2) ? streets.east : null;
  const end = lane === null ? east : east - END_M;
  const rows = [
    ...row(dice, { west, east: end, front: south, back: middle, street: streets.south }),
    ...row(dice, { west, east: end, front: north, back: middle, street: streets.north }),
  ];
  const ends = lane === null ? [] : laneLots({ west: end, east, south, north, street: lane });
  return withSharedCorners([...rows, ...ends]);
}

type Row = {
  readonly west: number;
  readonly east: number;
  readonly front: number;
  readonly back: number;
  readonly street: number;
};

function row(dice: Dice, { west, east, front, back, street }: Row): PlanLot[] {
  const count = Math.round((east - west) / LOT_M);
  const cuts = Array.from({ length: count + 1 }, (_, i) => {
    const even = west + Math.round(((east - west) * i) / count);
    return i === 0 || i === count ? even : even + dice.between(-4, 4);
  });
  const lots: PlanLot[] = [];
  // The row whose back is to the south lies to the right of its street, and has odd numbers.
  const add = (corners: Spot[]) => lots.push(rowLot(corners, street, front < back));
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [cuts[i] ?? west, cuts[i + 1] ?? east, cuts[i + 2]];
    if (c !== undefined && dice.once(9)) {
      // Somebody sold the end of their garden to the neighbour.
      const garden = front + Math.round((back - front) * 0.6);
      add([
        [a, front],
        [b, front],
        [b, garden],
        [c, garden],
        [c, back],
        [a, back],
      ]);
      add([
        [b, front],
        [c, front],
        [c, garden],
        [b, garden],
      ]);
      i++;
    } else if (c !== undefined && dice.once(14)) {
      add([
        [a, front],
        [c, front],
        [c, back],
        [a, back],
      ]);
      i++;
    } else {
      add([
        [a, front],
        [b, front],
        [b, back],
        [a, back],
      ]);
    }
  }
  return lots;
}

/** Corners are given from the door's side; to the north of a street that is counter-clockwise. */
function rowLot(corners: readonly Spot[], street: number, doorInSouth: boolean): PlanLot {
  const [[first], [second]] = corners as [Spot, Spot];
  const ring = doorInSouth ? corners : [...corners].reverse();
  return { ring, street, even: doorInSouth, alongM: (first + second) / 2 };
}

function laneLots(end: {
  west: number;
  east: number;
  south: number;
  north: number;
  street: number;
}) {
  const { west, east, south, north, street } = end;
  const cut = (i: number) => south + Math.round(((north - south) * i) / END_LOTS);
  return Array.from({ length: END_LOTS }, (_, i): PlanLot => {
    const [from, to] = [cut(i), cut(i + 1)];
    const ring: Spot[] = [
      [west, from],
      [east, from],
      [east, to],
      [west, to],
    ];
    return { ring, street, even: true, alongM: (from + to) / 2 };
  });
}

/** A corner of one lot on the side of another becomes a corner of that one too: no gap, no overlap. */
function withSharedCorners(lots: readonly PlanLot[]): PlanLot[] {
  const corners = lots.flatMap(({ ring }) => ring);
  return lots.map((lot) => ({
    ...lot,
    ring: lot.ring.flatMap((from, i) => {
      const to = lot.ring[(i + 1) % lot.ring.length] ?? from;
      return [from, ...between(corners, from, to)];
    }),
  }));
}

/** Every side runs along an axis. */
function between(corners: readonly Spot[], from: Spot, to: Spot): Spot[] {
  const axis = from[0] === to[0] ? 1 : 0;
  const onLine = corners.filter((corner) => corner[1 - axis] === from[1 - axis]);
  const [low, high] = [Math.min(from[axis], to[axis]), Math.max(from[axis], to[axis])];
  const inside = new Map(
    onLine.filter((corner) => corner[axis] > low && corner[axis] < high).map((c) => [c[axis], c]),
  );
  const ascending = [...inside.values()].sort((a, b) => a[axis] - b[axis]);
  return from[axis] < to[axis] ? ascending : ascending.reverse();
}
