/** Each has an office and a registrar of its own. */
export const districts = {
  "north-gate": {
    office: "northgate",
    locality: "Northgate",
    mark: "NG",
    firstSheet: 18,
    registrar: "Berta Lanz",
  },
  "south-bank": {
    office: "southbank",
    locality: "Southbank",
    mark: "SB",
    firstSheet: 0,
    registrar: "Oskar Tillen",
  },
} as const;
export type District = keyof typeof districts;

/** A strip of blocks between two streets that run with the river. */
export type BandPlan = {
  readonly district: District;
  /** Metres north of the river's middle. */
  readonly south: number;
  readonly north: number;
  /** How far it reaches to both sides of the high street. */
  readonly westM: number;
  readonly eastM: number;
  readonly southStreet: { readonly name: string; readonly middleM: number };
  readonly northStreet: { readonly name: string; readonly middleM: number };
  /** Whether a square opens east of the high street. */
  readonly square: boolean;
  /** Its eastern half is parcelled out later. */
  readonly future: boolean;
};

const STREET_M = 12;
/** From the river's middle to the houses, with the street along the bank. */
const BANK_M = 42;

type Band = Pick<BandPlan, "westM" | "eastM" | "square" | "future"> & {
  readonly deepM: number;
  /** The street on the side away from the river. */
  readonly street: string;
};

const northern: readonly Band[] = [
  { deepM: 62, westM: 270, eastM: 320, street: "Mill Lane", square: true, future: false },
  { deepM: 70, westM: 315, eastM: 290, street: "Chapel Street", square: false, future: false },
  { deepM: 58, westM: 260, eastM: 325, street: "Orchard Row", square: false, future: false },
  { deepM: 74, westM: 205, eastM: 225, street: "Northgate Road", square: false, future: true },
];
const southern: readonly Band[] = [
  { deepM: 64, westM: 290, eastM: 255, street: "Tanner Street", square: false, future: false },
  { deepM: 72, westM: 235, eastM: 200, street: "Meadow Road", square: false, future: false },
];

export const laneNames: readonly string[] = [
  ...["Baker Lane", "Cooper Lane", "Well Lane", "Smith Lane", "School Lane", "Church Walk"],
  ...["Market Lane", "Potter Lane", "Cider Lane", "Linden Walk", "Glover Lane", "Rope Walk"],
  ...["Dyer Lane", "Saddler Lane", "Hazel Walk", "Miller Steps", "Bell Lane", "Salt Lane"],
  ...["Weaver Lane", "Thatcher Lane", "Willow Walk", "Carter Lane", "Ferry Lane", "Elm Walk"],
];

/** The town's strips, from the south to the north. */
export function bandPlans(): readonly BandPlan[] {
  return [
    ...laidOut(southern, "south-bank", "Quay Street").toReversed().map(mirrored),
    ...laidOut(northern, "north-gate", "Weir Street"),
  ];
}

/** One strip behind the other, away from the river. */
function laidOut(bands: readonly Band[], district: District, bank: string): BandPlan[] {
  let south = BANK_M;
  let behind = bank;
  return bands.map(({ deepM, street, ...band }) => {
    const north = south + deepM;
    const plan: BandPlan = {
      ...band,
      district,
      south,
      north,
      southStreet: { name: behind, middleM: south - STREET_M / 2 },
      northStreet: { name: street, middleM: north + STREET_M / 2 },
    };
    south = north + STREET_M;
    behind = street;
    return plan;
  });
}

/** The same on the other bank. */
function mirrored(plan: BandPlan): BandPlan {
  const over = ({ name, middleM }: BandPlan["southStreet"]) => ({ name, middleM: -middleM });
  return {
    ...plan,
    south: -plan.north,
    north: -plan.south,
    southStreet: over(plan.northStreet),
    northStreet: over(plan.southStreet),
  };
}
