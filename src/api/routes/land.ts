import { z } from "zod";
import { answers, defineRoute } from "../route.js";
import {
  boxText,
  factIndex,
  factKey,
  hash,
  json,
  listOf,
  page,
  proved,
  recordId,
  size,
  timeMs,
  timeNumber,
} from "../values.js";

/**
 * What the land module's records look like in JSON (src/modules/land/README.md says what they mean).
 * Members may be added: a reader passes over those that it does not know.
 */
const codes = z.array(z.string());
const share = json.describe(
  "What it is of the title, as [numerator, denominator]; null: the whole.",
);

const level = proved(
  z.looseObject({
    kind: z.string(),
    grid: z.looseObject({ crs: z.string(), unit: z.string(), stepsPerUnit: z.int() }),
    founded: timeMs,
  }),
);
const office = proved(
  z.looseObject({
    organisation: z.string(),
    districts: z.array(z.string()),
    opened: timeMs,
    entries: z.int().describe("Entries of its daybook, numbered from 1: this proves their number."),
  }),
);
const parcel = proved(
  z.looseObject({
    level: z.string(),
    district: z.string(),
    title: z.string(),
    nationalCadastralReference: z.string(),
    shape: json.describe("In steps of the level's grid (docs/reference/formats.md)."),
    legalAreaM2: z.int().nullable(),
    estimatedAccuracyMm: z.int().nullable(),
    flags: codes,
    entry: z.string(),
    beginLifespanVersion: timeMs,
  }),
);
const title = proved(
  z.looseObject({
    office: z.string(),
    status: z.string(),
    parcels: z.array(z.string()),
    rights: z
      .array(z.string())
      .describe("All that are active: a current title proves that there is no other."),
    rightsMade: z.int().describe("Rights ever numbered under it, ended ones too."),
    lodged: z.array(z.string()).describe("Entries of the daybook that are not decided, by rank."),
    entry: z.string(),
    inLaw: timeMs.nullable(),
    registered: timeMs,
  }),
);
const right = proved(
  z.looseObject({
    kind: z.string(),
    on: z.looseObject({ title: z.string(), share }),
    status: z.string(),
    holders: z
      .array(z.looseObject({ kind: z.string(), id: z.string().nullable() }))
      .describe(
        "Several hold jointly. A person is named by a handle that serves this right alone.",
      ),
    sources: z.array(z.looseObject({ kind: z.string(), date: z.string(), commitment: hash })),
    flags: codes,
    entry: z.string(),
    inLaw: timeMs.nullable(),
    lodged: timeMs,
    registered: timeMs,
  }),
);
const entry = proved(
  z.looseObject({
    office: z.string(),
    number: z.int(),
    kind: z.string(),
    district: z.string(),
    titles: z.array(z.string()),
    rights: z.array(z.string()).describe("Those that are given up, wholly or in part."),
    lodged: timeMs,
    decision: z.string().nullable().describe("Null: lodged and not decided."),
    decided: timeMs.nullable(),
  }),
);

const none = z.strictObject({});
const byId = z.strictObject({ id: recordId });
const common = { method: "GET", tag: "land", bodies: [] } as const;

export const landLevels = defineRoute({
  ...common,
  path: "/api/v1/land/levels",
  summary: "Levels",
  description: "Each has its own grid, and parcels of one level do not overlap. Ordered by id.",
  params: none,
  query: z.strictObject(page),
  answers: { 200: answers(listOf(level)) },
  errors: [400],
});

export const landOffices = defineRoute({
  ...common,
  path: "/api/v1/land/offices",
  summary: "Land registry offices",
  description: "Ordered by id.",
  params: none,
  query: z.strictObject(page),
  answers: { 200: answers(listOf(office)) },
  errors: [400],
});

const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);
/** What the node reckons from a shape: no fact says it. */
const computed = z.object({
  box: box.describe("West, south, east, north, in the unit of the level's grid."),
  centre: z.tuple([z.number(), z.number()]).describe("Of the box."),
  areaM2: z.int(),
});

export const landParcels = defineRoute({
  ...common,
  path: "/api/v1/land/parcels",
  summary: "Parcels",
  description:
    "In the order of the offices' daybooks; or the one with a national cadastral reference; or, by id, those of a level whose bounding box has a point in `box`.",
  params: none,
  query: z
    .strictObject({
      ...page,
      reference: recordId.optional(),
      box: boxText()
        .optional()
        .describe("`west,south,east,north` in the unit of the level's grid: degrees, mostly."),
      level: recordId.optional().describe("Of the box; `surface` where nothing is said."),
    })
    .refine(({ reference, box }) => reference === undefined || box === undefined, {
      path: ["box"],
    }),
  answers: {
    200: answers(
      listOf(parcel.extend({ computed: computed.optional().describe("Only with `box`.") })),
    ),
  },
  errors: [400, 503],
});

export const landParcel = defineRoute({
  ...common,
  path: "/api/v1/land/parcels/{id}",
  summary: "One parcel",
  description: "As it stands.",
  params: byId,
  query: none,
  answers: { 200: answers(parcel) },
  errors: [400, 404],
});

export const landTitle = defineRoute({
  ...common,
  path: "/api/v1/land/titles/{id}",
  summary: "One title with its parcels and rights",
  description:
    "As it stands, when the title's own fact proves that nothing else belongs to it. With `law` or `register` as of two times: of what the register knew at `register`, what was so in law at `law`; the one that is not given is now. A right's version is then the fact that was in law, and may have been replaced since.",
  params: byId,
  query: z.strictObject({
    law: timeNumber().optional().describe("ms since 1970."),
    register: timeNumber().optional().describe("ms since 1970."),
  }),
  answers: {
    200: answers(
      title.extend({
        parcels: z.array(parcel),
        rights: z.array(right),
        asOf: z
          .object({ law: timeMs, register: timeMs, size: size.describe("Facts that were asked.") })
          .optional()
          .describe("Only where a time was given."),
      }),
    ),
  },
  errors: [400, 404, 503],
});

const proof = { key: factKey, index: factIndex, id: z.string() };
const rightVersion = z.object({
  ...proof,
  kind: z.string(),
  status: z.string(),
  share: json.describe("[numerator, denominator] of the title; null: the whole."),
  inLaw: timeMs.nullable().describe("Since when in law; null: not known."),
  lodged: timeMs,
  registered: timeMs,
  registeredUntil: timeMs.nullable().describe("When it was replaced on the register."),
});

export const landTitleHistory = defineRoute({
  ...common,
  path: "/api/v1/land/titles/{id}/history",
  summary: "All that ever happened to a title",
  description:
    "Daybook entries by rank, what waits and what was refused among them, each with the versions of rights that it made. Who holds a right stands in its fact.",
  params: byId,
  query: none,
  answers: {
    200: answers(
      z.object({
        entries: z.array(
          z.object({
            ...proof,
            kind: z.string(),
            lodged: timeMs,
            decision: z.string().nullable(),
            decided: timeMs.nullable(),
            rights: z.array(rightVersion),
          }),
        ),
        size: size.describe("Facts of the log that were asked."),
      }),
    ),
  },
  errors: [400, 404, 503],
});

export const landRight = defineRoute({
  ...common,
  path: "/api/v1/land/rights/{id}",
  summary: "One right",
  description: "As it stands.",
  params: byId,
  query: none,
  answers: { 200: answers(right) },
  errors: [400, 404],
});

export const landHoldings = defineRoute({
  ...common,
  path: "/api/v1/land/holdings/{handle}",
  summary: "The right that a person's handle is in",
  description:
    "As it stands, ended or not; no item where it was in none yet. A handle is for one holding, so this finds nothing else of the person's; there is no search by person.",
  params: z.strictObject({ handle: z.string().regex(/^[0-9a-f]{32}$/) }),
  query: none,
  answers: { 200: answers(listOf(right)) },
  errors: [400],
});

export const landDaybook = defineRoute({
  ...common,
  path: "/api/v1/land/daybook/{office}",
  summary: "An office's daybook",
  description:
    "By number. The office's fact counts the entries, which proves that none is left out.",
  params: z.strictObject({ office: recordId }),
  query: z.strictObject(page),
  answers: { 200: answers(listOf(entry)) },
  errors: [400, 404],
});
