import { z } from "zod";
import { answers, defineRoute } from "../route.js";
import {
  apiLimits,
  errorBody,
  factIndex,
  factKey,
  hash,
  json,
  naturalNumber,
  size,
  timeMs,
  wholeNumber,
} from "../values.js";

const none = z.strictObject({});

/** What became of one envelope. */
export const submitted = z.object({
  id: hash.nullable().describe("Null where the bytes are not enough of an envelope to have one."),
  code: z
    .string()
    .describe('"ok", "accepted" while it waits for a block, or the code of the refusal.'),
  sealed: z.boolean().describe("Whether that is on record; otherwise it left no trace."),
  index: factIndex.optional().describe("Of the fact that records it."),
  detail: json.optional().describe("The facts of the case of a refusal."),
  message: z.string().optional().describe("Why it was not admitted."),
});
export type Submitted = z.infer<typeof submitted>;

const results = z.object({
  results: z.array(submitted).describe("One for each envelope, in order."),
});

export const submit = defineRoute({
  method: "POST",
  path: "/api/v1/transactions",
  tag: "transactions",
  summary: "Send complete envelopes",
  description:
    "Takes one envelope or a CBOR sequence of up to 10,000. Each is judged by itself and answered by its own code; the status speaks of the request: 200 with `wait=sealed`, when all that was admitted is durable and published; 202 otherwise; 422 where a single envelope was not admitted; 429 where the node had no room for some, which may be sent again as they are. What follows bytes of a sequence that are no CBOR item, or one longer than an envelope may be, is answered once, with a null id.",
  params: none,
  query: z.strictObject({
    wait: z.literal("sealed").optional().describe("Answers after the block is durable."),
  }),
  bodies: [
    { type: "application/cose", description: "One envelope.", maxBytes: apiLimits.sequenceBytes },
    {
      type: "application/cbor-seq",
      description: "Envelopes one after the other.",
      maxBytes: apiLimits.sequenceBytes,
    },
  ],
  answers: {
    200: answers(results),
    202: answers(results),
    422: answers(results),
    429: answers(errorBody.extend({ results: z.array(submitted).optional() })),
  },
  errors: [400, 413, 415, 503],
});

const transactionSummary = z.object({
  key: factKey,
  id: hash,
  index: factIndex,
  type: z.string(),
  code: z.string(),
  sentence: z.string().describe("What it says, for people, from its body alone."),
  height: z.int(),
  time: timeMs.describe("Of its block."),
});
export type TransactionSummary = z.infer<typeof transactionSummary>;

export const transaction = defineRoute({
  method: "GET",
  path: "/api/v1/transactions/{id}",
  tag: "transactions",
  summary: "One transaction on record",
  description: "A refused one too. One that still waits for its block is not on record.",
  params: z.strictObject({ id: hash }),
  query: none,
  bodies: [],
  answers: {
    200: answers(
      transactionSummary.extend({
        detail: json,
        body: json,
        validUntil: timeMs,
        signers: z.array(hash).describe("Key ids (RFC 9679 thumbprints)."),
        writes: z.array(z.object({ key: factKey, index: factIndex })),
      }),
    ),
  },
  errors: [400, 404, 410],
});

export const tail = defineRoute({
  method: "GET",
  path: "/api/v1/tail",
  tag: "transactions",
  summary: "Transactions as they are sealed",
  description:
    "In the order of the log. Ask again with `next` as `from` to follow; an answer may be empty, also where there is more, since one request looks at a bounded part of the log: it is at its end where `next` equals `size`.",
  params: none,
  query: z.strictObject({
    from: naturalNumber().optional().describe("Index to start at; the newest ones without it."),
    limit: wholeNumber(1, apiLimits.page).optional(),
  }),
  bodies: [],
  answers: { 200: answers(z.object({ items: z.array(transactionSummary), next: size, size })) },
  errors: [400],
});
