import { z } from "zod";
import { answers, defineRoute } from "../route.js";
import { factKey, hash, recordId, timeMs, wholeNumber } from "../values.js";

/** Why an official reads; what each is for, and who may, is in docs/concepts/directory.md. */
export const purposes = [
  "enrolment",
  "registration",
  "inspection",
  "correction",
  "courtOrder",
] as const;
export type Purpose = (typeof purposes)[number];

const none = z.strictObject({});
const purpose = z.enum(purposes);
const handle = z.string().regex(/^[0-9a-f]{32}$/);
const person = z.object({ name: z.string(), number: z.string(), birthDate: z.string() });
const opening = z.object({ salt: hash, path: z.string(), value: z.string() });

/** What an enrolment is asked for with. */
export const enrolmentRequest = z.strictObject({
  envelope: z
    .string()
    .max(16 * 1024)
    .regex(/^(?:[0-9a-f]{2})+$/),
  openings: z
    .array(
      z.strictObject({ salt: hash, path: z.string().max(20), value: z.string().min(1).max(200) }),
    )
    .length(3),
});
export const ENROLMENT_BYTES = 20 * 1024;

const HOW_TO_READ =
  "`Authorization: Counterfoil` and, in base64url, a signed request to read (docs/reference/formats.md) for this path. The read is logged before it is answered, and the person can see it.";
const common = { tag: "directory", query: none, bodies: [] } as const;

export const requestEnrolment = defineRoute({
  ...common,
  method: "POST",
  path: "/api/v1/directory/enrolments",
  summary: "Ask a registrar for an enrolment",
  description:
    "`{ envelope, openings }` in JSON: an `identity.enrol` in hex that its new key has signed and its registrar has not, and what opens its three commitments. Kept, encrypted, until the enrolment is on the ledger or the draft's `validUntil` is over.",
  params: none,
  bodies: [
    {
      type: "application/json",
      description: "The draft and its openings.",
      maxBytes: ENROLMENT_BYTES,
    },
  ],
  answers: { 200: answers(z.object({ id: hash, handle, validUntil: timeMs })) },
  errors: [400, 413, 415, 422, 429, 503],
});

export const waitingEnrolments = defineRoute({
  ...common,
  method: "GET",
  path: "/api/v1/directory/enrolments/{purpose}",
  summary: "The enrolments that wait for a registrar's signature",
  description: `Those whose draft names the reader's key, in turns by the place that they came from, oldest first, at most 50. ${HOW_TO_READ}`,
  params: z.strictObject({ purpose: z.literal("enrolment") }),
  answers: {
    200: answers(
      z.object({
        items: z.array(
          z.object({
            id: hash,
            handle,
            person,
            openings: z.array(opening),
            assurance: z.string(),
            known: z
              .object({ differs: z.array(z.string()) })
              .nullable()
              .describe("Where a person of this number is in the directory: what differs."),
            received: timeMs,
            validUntil: timeMs,
            envelope: z.string().describe("The draft in hex, to be signed and sent."),
          }),
        ),
      }),
    ),
  },
  errors: [400, 401, 403, 429, 503],
});

export const declineEnrolment = defineRoute({
  ...common,
  method: "POST",
  path: "/api/v1/directory/enrolments/{handle}/decline",
  summary: "Decline an enrolment that waits",
  description:
    "For the registrar whose key its draft names; what was asked for is erased at once. `Authorization: Counterfoil` and, in base64url, a signed request to read (docs/reference/formats.md) for this path.",
  params: z.strictObject({ handle }),
  answers: { 200: answers(z.object({ handle })) },
  errors: [400, 401, 403, 404, 503],
});

export const personOfHandle = defineRoute({
  ...common,
  method: "GET",
  path: "/api/v1/directory/handles/{handle}/{purpose}",
  summary: "Who has a handle",
  description: `For officials whose role may read for this purpose. The openings show that it is the person to whom the handle's record on the ledger commits. ${HOW_TO_READ}`,
  params: z.strictObject({ handle, purpose }),
  answers: {
    200: answers(
      z.object({
        key: factKey,
        handle,
        person,
        openings: z.array(opening),
        assurance: z.string(),
        vouchedBy: recordId,
      }),
    ),
  },
  errors: [400, 401, 403, 404, 429, 503],
});

export const draftParties = defineRoute({
  ...common,
  method: "GET",
  path: "/api/v1/directory/drafts/{id}/parties",
  summary: "Who the other signers of a draft are",
  description: `For its signers. A person's name is shown once that person has signed: by signing they show themselves to the others. ${HOW_TO_READ}`,
  params: z.strictObject({ id: hash }),
  answers: {
    200: answers(
      z.object({
        items: z.array(
          z.object({
            keyId: hash,
            signed: z.boolean(),
            handle: z.string().nullable().describe("Null for a key that nobody has."),
            organisation: recordId.nullable().describe("An official's; null for a person."),
            name: z.string().nullable(),
          }),
        ),
      }),
    ),
  },
  errors: [400, 401, 404, 429, 503],
});

export const ownReads = defineRoute({
  ...common,
  method: "GET",
  path: "/api/v1/directory/reads",
  summary: "Who looked me up",
  description:
    "For the person whose handle's key signs: every read of that handle, newest first. `proof` is there once a root over it stands on the ledger; leaf, opening and path lead to that root, so whoever published it cannot deny the read. Reading this is not logged: it is one's own.",
  params: none,
  query: z.strictObject({
    limit: wholeNumber(1, 100)
      .optional()
      .describe("At most so many items; 50 where nothing is said."),
    cursor: wholeNumber(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .describe("`next` of the answer before; the newest items without it."),
  }),
  answers: {
    200: answers(
      z.object({
        handle,
        items: z.array(
          z.object({
            leaf: hash.describe("The commitment."),
            opening: z.object({
              salt: hash,
              path: z.string(),
              value: z.object({
                handle,
                time: timeMs,
                by: z.string().describe("Handle of whoever read."),
                capacity: z.string(),
                organisation: recordId.nullable(),
                purpose: z.string(),
              }),
            }),
            proof: z
              .object({
                key: factKey.describe("The fact whose `root` the path leads to."),
                index: z.int(),
                path: z.array(hash),
              })
              .nullable(),
          }),
        ),
        next: z.int().nullable(),
      }),
    ),
  },
  errors: [400, 401, 404, 503],
});
