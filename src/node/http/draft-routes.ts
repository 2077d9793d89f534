import type { FastifyInstance } from "fastify";
import { type DraftNote, draftNote, NOTE_BYTES } from "../../api/routes/drafts.js";
import { routes } from "../../api/routes.js";
import { limits } from "../../base/limits.js";
import { toHex, utf8Decode } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import { draftError } from "../draft-errors.js";
import type { DraftState } from "../drafts.js";
import { mount, ok } from "./mount.js";
import { readerOf } from "./reader-of.js";
import type { Service } from "./service.js";

export function mountDrafts(app: FastifyInstance, service: Service): void {
  const { drafts, node } = service;
  mountKeep(app, service);
  mountNotes(app, service);
  mount(app, routes.drafts, (_, request) => {
    return ok({ items: drafts.list(readerOf(request, service)).map(shown) });
  });
  mount(app, routes.draft, ({ params: { id } }, request) => {
    const reader = readerOf(request, service);
    const { state, bytes } = drafts.get(id, reader);
    const notes = drafts.notes(id, reader);
    const recorded = node.find(`tx/${id}`) !== null;
    return ok({ ...shown(state), envelope: toHex(bytes), recorded, notes });
  });
}

/** In a scope of its own, where a body is the bytes of one envelope and nothing else. */
function mountKeep(app: FastifyInstance, { node, drafts, intake }: Service): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const types = routes.keepDraft.bodies.map(({ type }) => type);
    scope.addContentTypeParser(types, { parseAs: "buffer" }, (_, body, done) => done(null, body));
    mount(
      scope,
      routes.keepDraft,
      (_, { body }) => {
        if (node.trouble !== null) throw node.trouble;
        const bytes = Buffer.isBuffer(body) ? new Uint8Array(body) : new Uint8Array(0);
        return ok(shown(drafts.put(bytes)));
      },
      {
        bodyLimit: limits.envelopeBytes,
        onRequest: async (request, reply) => {
          const lease = intake.take(request.ip, limits.envelopeBytes);
          reply.raw.on("close", lease.release);
        },
      },
    );
  });
}

/** In a scope of its own, where a body stays the bytes that the path has the digest of. */
function mountNotes(app: FastifyInstance, service: Service): void {
  const { drafts } = service;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const types = routes.addDraftNote.bodies.map(({ type }) => type);
    scope.addContentTypeParser(types, { parseAs: "buffer" }, (_, body, done) => done(null, body));
    mount(
      scope,
      routes.addDraftNote,
      ({ params: { id, sha256: digest } }, request) => {
        const by = readerOf(request, service);
        drafts.addNote(id, by, noteOf(request.body, digest));
        return ok({ notes: drafts.notes(id, by) });
      },
      { bodyLimit: NOTE_BYTES },
    );
  });
}

/** @throws DRAFT_NOTE */
function noteOf(body: unknown, digest: string): DraftNote {
  const bytes = Buffer.isBuffer(body) ? new Uint8Array(body) : new Uint8Array(0);
  if (toHex(sha256(bytes)) !== digest) throw draftError("DRAFT_NOTE", { digest });
  const parsed = draftNote.safeParse(jsonOf(bytes));
  if (!parsed.success) throw draftError("DRAFT_NOTE", { problem: parsed.error.issues.length });
  return parsed.data;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Decode(bytes));
  } catch {
    return null;
  }
}

function shown({ signers, ...state }: DraftState) {
  return { ...state, signers: signers.map((signer) => ({ ...signer })) };
}
