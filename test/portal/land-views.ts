import type { Shape } from "../../src/modules/land/geometry/shape.js";
import type { EntryView, LandView, RightView, TitleView } from "../../src/portal/land/view.js";
import type { PageView } from "../../src/portal/view.js";
import { allSigned } from "./views.js";

const { language, timeZone, network, demo, keysOnOneMachine, checkpoint, nowMs } = allSigned;
const frame: PageView = {
  ...{ language, timeZone, network, demo, keysOnOneMachine },
  source: {
    checkpoint,
    signedBy: allSigned.agencies.map(({ title }) => title),
    of: allSigned.agencies.length,
    nowMs,
    behind: null,
  },
};

const grid = { unit: "metre", stepsPerUnit: 10 } as const;
/** A lot of a row along Mill Lane, a little askew as real ones are. */
function lot(n: number): Shape {
  const x = n * 180;
  return [
    {
      outer: [
        [x, n * 12],
        [x + 180, (n + 1) * 12],
        [x + 170, 310 + n * 12],
        [x - 10, 298 + n * 12],
      ],
      holes: [],
    },
  ];
}

const day = (text: string): number => Date.parse(text);
const right = (number: number, change: Partial<RightView> = {}): RightView => ({
  id: `NG-0042.${number}`,
  kind: "ownership",
  holders: [{ kind: "person", name: null }],
  share: [1, 2],
  flawed: false,
  inLawMs: day("2026-03-14"),
  registeredMs: day("2026-03-14T11:20:31Z"),
  key: `land/right/NG-0042.${number}`,
  index: 11_504 + number,
  ...change,
});

const entry = (number: number, change: Partial<EntryView>): EntryView => ({
  id: `northgate.${number}`,
  number,
  kind: "transfer",
  decision: "registered",
  inLawMs: day("2026-03-14"),
  lodgedMs: day("2026-03-10"),
  decidedMs: day("2026-03-14"),
  key: `land/daybook/northgate.${number}`,
  index: 11_000 + number,
  ...change,
});

const entries = [
  entry(9, { decision: null, decidedMs: null, inLawMs: null, lodgedMs: day("2026-10-08") }),
  entry(5, {}),
  entry(3, {
    inLawMs: day("2016-11-08"),
    lodgedMs: day("2019-02-01"),
    decidedMs: day("2019-02-21"),
  }),
  entry(2, { decision: "refused", inLawMs: null, decidedMs: day("2018-02-21") }),
  entry(1, { kind: "takeOver", inLawMs: null, decidedMs: day("2016-01-04") }),
];

/** Two people in equal shares, a sale lodged, a history on two axes. */
export const twoOwners: TitleView = {
  ...frame,
  id: "NG-0042",
  retired: false,
  frozen: null,
  address: { street: "Mill Lane", number: "12", locality: "Northgate" },
  parcels: [
    {
      key: "land/parcel/NG-0042",
      index: 812,
      reference: "NG-0042",
      legalAreaM2: 540,
      accuracyMm: 100,
      overlaps: true,
      plan: {
        grid,
        here: { id: "NG-0042", title: null, number: "12", shape: lot(2) },
        neighbours: [0, 1, 3, 4].map((n) => ({
          id: `NG-004${n}`,
          title: `NG-004${n}`,
          number: String(8 + 2 * n),
          shape: lot(n),
        })),
        streets: [
          {
            name: "Mill Lane",
            line: [
              [-400, 300],
              [1400, 420],
            ],
          },
        ],
      },
    },
  ],
  rights: [right(3), right(4)],
  asOf: { law: null, register: null },
  today: { owners: 2, others: 0 },
  waiting: entries.slice(0, 1),
  entries,
  fact: {
    key: "land/title/NG-0042",
    index: 11_503,
    fingerprintHex: allSigned.latestRecord?.fingerprintHex ?? "",
    bytes: 412,
    notation: '{"key": "land/title/NG-0042"}',
  },
  verified: true,
};

/** The same on a day before anyone had registered the inheritance. */
export const before: TitleView = {
  ...twoOwners,
  asOf: { law: "2017-01-01", register: "2018-01-01" },
  rights: [
    right(1, {
      holders: [{ kind: "organisation", name: "Harbour Savings Bank" }],
      share: null,
      inLawMs: null,
    }),
  ],
};

const places = [
  { id: "north-gate", localities: ["Northgate", "Southbank"], district: "north-gate", parcels: 5 },
  { id: "91216", localities: [], district: "91216", parcels: 4241 },
].map((place) => ({ ...place, attribution: null }));

export const town: LandView = {
  ...frame,
  totals: { parcels: 4246, titles: 4246 },
  places,
  place: places[0] ?? null,
  level: "surface",
  overview: { grid, shapes: [0, 1, 2, 3, 4].map(lot) },
  streets: [{ id: "mill-lane", name: "Mill Lane" }],
  street: null,
  listed: [0, 1, 2, 3, 4].map((n) => ({
    parcel: `NG-004${n}`,
    title: `NG-004${n}`,
    address:
      n === 4 ? null : { street: "Mill Lane", number: String(8 + 2 * n), locality: "Northgate" },
    legalAreaM2: n === 0 ? null : 540,
  })),
  from: 0,
  of: 5,
  pageLength: 50,
};

export const nothing: LandView = {
  ...town,
  totals: { parcels: 0, titles: 0 },
  places: [],
  place: null,
  level: null,
  overview: null,
  streets: [],
  listed: [],
  of: 0,
};
