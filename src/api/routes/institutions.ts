import { z } from "zod";
import { roles } from "../../modules/identity/schema.js";
import { answers, defineRoute } from "../route.js";
import { hash, listOf, page, proved, recordId, size, timeMs } from "../values.js";

const none = z.strictObject({});
const common = { method: "GET", bodies: [] } as const;

export const agencies = defineRoute({
  ...common,
  path: "/api/v1/governance/agencies",
  tag: "governance",
  summary: "Agencies that run the ledger together",
  description:
    "The fact `governance/network/this` lists them, which proves that there is no other.",
  params: none,
  query: z.strictObject(page),
  answers: {
    200: answers(
      listOf(
        proved(
          z.looseObject({
            organisation: recordId,
            logKeys: z.array(hash),
            cosignerKeys: z.array(hash),
          }),
        ),
      ),
    ),
  },
  errors: [400],
});

export const epochs = defineRoute({
  ...common,
  path: "/api/v1/governance/epochs",
  tag: "governance",
  summary: "Epochs: how many agencies must sign",
  description: "The fact `governance/network/this` counts them.",
  params: none,
  query: z.strictObject(page),
  answers: {
    200: answers(
      listOf(proved(z.looseObject({ from: size, to: size.nullable(), threshold: z.int() }))),
    ),
  },
  errors: [400],
});

export const organisation = defineRoute({
  ...common,
  path: "/api/v1/identity/organisations/{id}",
  tag: "identity",
  summary: "One organisation",
  description: "Its name, and a digest of the document that founds it.",
  params: z.strictObject({ id: recordId }),
  query: none,
  answers: {
    200: answers(proved(z.looseObject({ name: z.string(), reference: hash.nullable() }))),
  },
  errors: [400, 404],
});

export const handles = defineRoute({
  ...common,
  path: "/api/v1/identity/handles/{id}",
  tag: "identity",
  summary: "A person's handle",
  description:
    "With the key that now signs for it; no item where no registrar has confirmed it. Who the person is stands in no public record.",
  params: z.strictObject({ id: recordId }),
  query: none,
  answers: { 200: answers(listOf(proved(z.looseObject({ keyId: hash, made: timeMs })))) },
  errors: [400],
});

export const officers = defineRoute({
  ...common,
  path: "/api/v1/identity/officers/{role}",
  tag: "identity",
  summary: "Who holds offices of a role",
  description:
    "Ordered by id, with the keys that now sign for them: what a transaction lists as a signer.",
  params: z.strictObject({ role: z.enum(roles) }),
  query: z.strictObject(page),
  answers: {
    200: answers(
      listOf(
        proved(
          z.looseObject({
            role: z.string(),
            organisation: recordId,
            within: z.array(z.string()).nullable().describe("Districts; null: all."),
          }),
        ).extend({ keyIds: z.array(hash) }),
      ),
    ),
  },
  errors: [400],
});
