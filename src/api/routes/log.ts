import { z } from "zod";
import { answers, cborBytes, defineRoute } from "../route.js";
import {
  factIndex,
  factKey,
  hash,
  json,
  listOf,
  naturalNumber,
  page,
  recordId,
  size,
  timeMs,
  wholeNumber,
} from "../values.js";

const none = z.strictObject({});

export const fact = defineRoute({
  method: "GET",
  path: "/api/v1/facts",
  tag: "log",
  summary: "The newest fact of a key",
  description:
    "Of the published log, or with `at` of the log when it had that many facts. A claim until its receipt is checked.",
  params: none,
  query: z.strictObject({
    key: factKey,
    at: naturalNumber().optional().describe("A size of the log, up to the published one."),
  }),
  bodies: [],
  answers: {
    200: answers(
      z.object({
        key: factKey,
        value: json.describe("Null where the key was retracted."),
        index: factIndex,
        cause: z
          .int()
          .describe("Distance back to the fact that wrote it; 0 where it wrote itself."),
        supersedes: factIndex.nullable(),
        retracted: z.boolean(),
        current: z.boolean().describe("Whether it is the newest of its key at `size`."),
        size: size.describe("Of the published log."),
      }),
    ),
  },
  errors: [400, 404, 410, 422, 429],
});

export const receipt = defineRoute({
  method: "GET",
  path: "/api/v1/receipts",
  tag: "log",
  summary: "A receipt to keep",
  description:
    "For `key` or for `transaction`: as things stand at the newest seal, at the time `asOf`, or at the seal that ended the log at size `at`. Check it with a trust file that does not come from here.",
  params: none,
  query: z
    .strictObject({
      key: factKey.optional(),
      transaction: hash.optional(),
      asOf: z
        .union([
          z.string().regex(/^(?:0|[1-9][0-9]{0,15})$/),
          z.iso.datetime({ offset: true }),
          z.iso.date(),
        ])
        .optional()
        .describe("ms since 1970 or ISO 8601; a date alone is its midnight in UTC."),
      at: naturalNumber().optional(),
    })
    .refine(({ key, transaction }) => (key === undefined) !== (transaction === undefined), {
      path: ["key"],
    })
    .refine(({ asOf, at }) => asOf === undefined || at === undefined, { path: ["at"] }),
  bodies: [],
  answers: { 200: cborBytes },
  errors: [400, 404, 409, 410, 422, 429],
});

const blockSummary = z.object({
  key: factKey.describe('Always "seal": with `index` it names the fact that proves this.'),
  index: factIndex.describe("Of the block's seal, its last fact."),
  height: z.int(),
  time: timeMs,
  size: size.describe("Of the log after the block."),
  facts: z.int().describe("The seal among them."),
  transactions: z.int().describe("Refused ones too."),
  previousRoot: hash,
  activityRoot: hash,
  leafHash: hash.describe("Of the seal."),
});
export type BlockSummary = z.infer<typeof blockSummary>;

export const blocks = defineRoute({
  method: "GET",
  path: "/api/v1/blocks",
  tag: "log",
  summary: "Blocks, newest first",
  description: "Of the published log.",
  params: none,
  query: z.strictObject({ ...page, cursor: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional() }),
  bodies: [],
  answers: { 200: answers(listOf(blockSummary)) },
  errors: [400],
});

export const block = defineRoute({
  method: "GET",
  path: "/api/v1/blocks/{height}",
  tag: "log",
  summary: "One block",
  description: "With its transactions counted by type; `/api/v1/tail` lists them.",
  params: z.strictObject({ height: naturalNumber() }),
  query: none,
  bodies: [],
  answers: {
    200: answers(
      blockSummary.extend({
        first: factIndex.describe("Index of the block's first fact."),
        done: z
          .record(z.string(), z.int())
          .describe("Transactions that were carried out, by type."),
        refused: z.int(),
      }),
    ),
  },
  errors: [400, 404],
});

export const networkRoute = defineRoute({
  method: "GET",
  path: "/api/v1/network",
  tag: "log",
  summary: "What network this is, and where its log stands",
  description: "The id is the leaf hash of fact 0: what every transaction is signed for.",
  params: none,
  query: none,
  bodies: [],
  answers: {
    200: answers(
      z.object({
        key: factKey,
        index: factIndex,
        name: recordId,
        id: hash,
        origin: z.string(),
        demo: z.boolean(),
        logKeys: z.array(hash).describe("Key ids of the log keys that this node serves under."),
        accepts: z.boolean().describe("Whether this node takes transactions now."),
        size,
        root: hash,
        height: z.int(),
        time: timeMs.describe("Of the newest seal."),
      }),
    ),
  },
  errors: [503],
});
