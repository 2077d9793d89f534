import { z } from "zod";
import { limits } from "../../base/limits.js";
import { answers, defineRoute } from "../route.js";
import { hash, timeMs } from "../values.js";

const none = z.strictObject({});
const draftState = z.object({
  id: hash,
  complete: z.boolean().describe("Whether everyone has signed; it may then be sent."),
  validUntil: timeMs,
  signers: z.array(z.object({ keyId: hash, signed: z.boolean() })),
});
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
    200: answers(draftState.extend({ envelope: z.string().describe("Its bytes in hex.") })),
  },
  errors: [400, 401, 404],
});
