import { z } from "zod";
import { answers, defineRoute } from "../route.js";
import { factIndex, factKey, size, wholeNumber } from "../values.js";

const MOST = 50;

export const searchHit = z.object({
  kind: z
    .string()
    .describe(
      "`parcel`, `title`, `right`, `entry`, `transaction`, `block`, `address` or `street`.",
    ),
  id: z.string().describe("Of an address, its parcel's."),
  title: z.string().nullable().describe("The title that it belongs to."),
  key: factKey.nullable().describe("Null for a street, which no fact proves."),
  index: factIndex.nullable(),
  street: z.string().optional(),
  number: z.string().optional(),
  locality: z.string().optional(),
});

export const search = defineRoute({
  method: "GET",
  path: "/api/v1/search",
  tag: "search",
  summary: "Search by place and number",
  description:
    "Parcels, titles, rights and daybook entries by id, parcels by national reference, blocks by height, transactions by the beginning of their id, streets and addresses. Never by person.",
  params: z.strictObject({}),
  query: z.strictObject({
    q: z.string().min(1).max(200).describe("`12 Mill Lane`, `NG-0042`, `#17` …"),
    limit: wholeNumber(1, MOST).optional().describe("At most so many; 20 where nothing is said."),
  }),
  bodies: [],
  answers: {
    200: answers(
      z.object({
        items: z.array(searchHit),
        size: size.describe("Facts of the log that were searched: less than all for a moment."),
      }),
    ),
  },
  errors: [400, 503],
});
