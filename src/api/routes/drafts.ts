import { z } from "zod";
import { limits } from "../../base/limits.js";
import { answers, defineRoute } from "../route.js";
import { hash, recordId, timeMs } from "../values.js";

const none = z.strictObject({});
const draftState = z.object({
  id: hash,
  complete: z.boolean().describe("Whether everyone has signed; it may then be sent."),
  validUntil: timeMs,
  signers: z.array(z.object({ keyId: hash, signed: z.boolean() })),
});

const openingMembers = {
  /** Whose commitment it is: a handle that takes, or null for what concerns all. */
  of: recordId.nullable(),
  path: z.string().max(200),
  salt: hash,
  value: z.union([
    z.string().max(200),
    z.object({ sha256: hash }),
    /** Minor units, and a currency of ISO 4217. */
    z.object({ amount: z.int().min(0), currency: z.string().regex(/^[A-Z]{3}$/) }),
  ]),
};
/** What one commitment in the draft's body hides: for those whom its note is for, never on the ledger. */
const draftOpening = z.object(openingMembers);
export type DraftOpening = z.infer<typeof draftOpening>;

export const declineReasons = ["wrong", "unwanted", "unexpected", "other"] as const;

const declinedMembers = {
  kind: z.literal("declined"),
  reason: z.enum(declineReasons),
  words: z.string().max(500),
};
const openingsMembers = {
  kind: z.literal("openings"),
  /** Key ids of the signers who may read it; null: all. */
  for: z.array(hash).min(1).max(limits.signatures).nullable(),
  openings: z.array(draftOpening).min(1).max(16),
};
/** What a signer tells other signers beside the draft. */
export const draftNote = z.discriminatedUnion("kind", [
  z.strictObject(declinedMembers),
  z.strictObject({
    ...openingsMembers,
    openings: z.array(z.strictObject(openingMembers)).min(1).max(16),
  }),
]);
export type DraftNote = z.infer<typeof draftNote>;
const keptNote = z.object({
  by: hash.describe("Key id."),
  time: timeMs,
  note: z.discriminatedUnion("kind", [z.object(declinedMembers), z.object(openingsMembers)]),
});
export const NOTE_BYTES = 8192;

const HOW_TO_READ =
  "Only its signers may read: `Authorization: Counterfoil` and, in base64url, a signed request to read (docs/reference/formats.md) for this path.";
const common = { tag: "drafts", query: none } as const;

export const keepDraft = defineRoute({
  ...common,
  method: "POST",
  path: "/api/v1/drafts",
  summary: "Keep an envelope that not everyone has signed",
  description:
    "At least one listed signer has. Sent again with other signatures it gathers them; kept until its `validUntil`.",
  params: none,
  bodies: [
    { type: "application/cose", description: "One envelope.", maxBytes: limits.envelopeBytes },
  ],
  answers: { 200: answers(draftState) },
  errors: [400, 413, 415, 422, 429, 503],
});

export const drafts = defineRoute({
  ...common,
  method: "GET",
  path: "/api/v1/drafts",
  summary: "The drafts that wait for a reader's signature, or have it",
  description: HOW_TO_READ,
  params: none,
  bodies: [],
  answers: { 200: answers(z.object({ items: z.array(draftState) })) },
  errors: [401],
});

export const draft = defineRoute({
  ...common,
  method: "GET",
  path: "/api/v1/drafts/{id}",
  summary: "One draft with its bytes",
  description: HOW_TO_READ,
  params: z.strictObject({ id: hash }),
  bodies: [],
  answers: {
    200: answers(
      draftState.extend({
        envelope: z.string().describe("Its bytes in hex."),
        recorded: z
          .boolean()
          .describe("Whether it was sent and is on record, be it as refused: see its transaction."),
        notes: z.array(keptNote).describe("Those that the reader may see."),
      }),
    ),
  },
  errors: [400, 401, 404],
});

export const addDraftNote = defineRoute({
  ...common,
  method: "POST",
  path: "/api/v1/drafts/{id}/notes/{sha256}",
  summary: "Tell the other signers something beside the draft",
  description: `That one declines and why, or what a commitment hides. ${HOW_TO_READ} The path ends with the SHA-256 of the body, so that the signature covers what is said.`,
  params: z.strictObject({ id: hash, sha256: hash }),
  bodies: [{ type: "application/json", description: "One note.", maxBytes: NOTE_BYTES }],
  answers: { 200: answers(z.object({ notes: z.array(keptNote) })) },
  errors: [400, 401, 404, 413, 422, 429],
});
