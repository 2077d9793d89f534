import { z } from "zod";
import { evidenceKinds } from "../../ledger/evidence.js";
import { answers, cborBytes, defineRoute } from "../route.js";
import {
  factIndex,
  factKey,
  hash,
  listOf,
  naturalNumber,
  page,
  proved,
  recordId,
  timeMs,
} from "../values.js";

const none = z.strictObject({});
const common = { method: "GET", tag: "governance", bodies: [] } as const;

const proposalShown = proved(
  z.looseObject({
    agency: recordId,
    action: z.looseObject({ kind: z.string() }),
    rule: z.string(),
    state: z.string(),
    proposed: timeMs,
    deadline: timeMs,
  }),
).extend({
  tally: z
    .object({ approving: z.int(), refusing: z.int(), agencies: z.int(), needed: z.int() })
    .describe("By the ballots of the agencies that count now."),
  ballots: z.array(
    z.object({
      key: factKey,
      index: factIndex,
      agency: recordId,
      approve: z.boolean(),
      cast: timeMs,
    }),
  ),
});

export const proposals = defineRoute({
  ...common,
  path: "/api/v1/governance/proposals",
  summary: "Proposals that agencies vote on",
  description: "Those that are open, by id, each with its ballots.",
  params: none,
  query: z.strictObject(page),
  answers: { 200: answers(listOf(proposalShown)) },
  errors: [400],
});

export const proposal = defineRoute({
  ...common,
  path: "/api/v1/governance/proposals/{id}",
  summary: "One proposal",
  description: "Also one that is decided, has lapsed or was withdrawn.",
  params: z.strictObject({ id: hash.describe("Of the transaction that proposed it.") }),
  query: none,
  answers: { 200: answers(proposalShown) },
  errors: [400, 404],
});

export const misbehaviour = defineRoute({
  ...common,
  path: "/api/v1/governance/misbehaviour",
  summary: "Proofs that an agency's validator broke the engine's rules",
  description: "Newest first. Heights and times are the engine's.",
  params: none,
  query: z.strictObject({ ...page, cursor: naturalNumber().optional() }),
  answers: {
    200: answers(
      listOf(
        proved(
          z.looseObject({
            agency: recordId,
            kind: z.enum(evidenceKinds),
            height: z.int(),
            time: timeMs,
          }),
        ),
      ),
    ),
  },
  errors: [400, 503],
});

export const bundle = defineRoute({
  ...common,
  path: "/api/v1/governance/bundle",
  summary: "A proof bundle",
  description:
    "By which an old trust file follows every change of the agencies to today's, offline: docs/reference/formats.md.",
  params: none,
  query: none,
  answers: { 200: cborBytes },
  errors: [404, 410, 429, 503],
});
