import type { FastifyInstance, FastifyRequest } from "fastify";
import { parameterError } from "../../api/errors.js";
import { ENROLMENT_BYTES, enrolmentRequest } from "../../api/routes/directory.js";
import { routes } from "../../api/routes.js";
import { apiLimits } from "../../api/values.js";
import { fromHex, toHex } from "../../base/text.js";
import { decodeDraft } from "../../ledger/envelope.js";
import { readOpening } from "../../ledger/read-tree.js";
import type { PersonOpening } from "../../sdk/person.js";
import type { Directory, OwnReads } from "../directory/directory.js";
import { directoryError } from "../directory/errors.js";
import { placeOf } from "./intake.js";
import { mount, ok } from "./mount.js";
import { readerOf } from "./reader-of.js";
import type { Service } from "./service.js";

export function mountDirectory(app: FastifyInstance, service: Service): void {
  mountAsk(app, service);
  mountOfficials(app, service);
  mount(app, routes.draftParties, ({ params: { id } }, request) => {
    const keyId = readerOf(request, service);
    const { bytes } = service.drafts.get(id, keyId);
    return ok({ items: directoryOf(service).parties(decodeDraft(bytes), keyId) });
  });
  mount(app, routes.ownReads, ({ query: { limit = apiLimits.pageDefault, cursor } }, request) => {
    const directory = directoryOf(service);
    const page = { before: cursor, most: limit + 1 };
    return ok(pageOf(directory, directory.readsBy(readerOf(request, service), page), limit));
  });
}

/** Open to strangers, who are nobody yet: metered by the place that they come from. */
function mountAsk(app: FastifyInstance, service: Service): void {
  mount(
    app,
    routes.requestEnrolment,
    (_, request) => {
      const directory = directoryOf(service);
      const { envelope, openings } = bodyOf(request);
      const place = placeOf(request.ip);
      const { id, body, validUntil } = directory.ask(fromHex(envelope), openings, place);
      return ok({ id, handle: body.handle, validUntil });
    },
    {
      bodyLimit: ENROLMENT_BYTES,
      onRequest: async (request, reply) => {
        const lease = service.intake.take(request.ip, ENROLMENT_BYTES);
        reply.raw.on("close", lease.release);
      },
    },
  );
}

/** @throws API_PARAMETER */
function bodyOf({ body }: FastifyRequest): { envelope: string; openings: PersonOpening[] } {
  const parsed = enrolmentRequest.safeParse(body);
  if (!parsed.success) throw parameterError(parsed.error);
  const { envelope, openings } = parsed.data;
  return {
    envelope,
    openings: openings.map(({ salt, ...rest }) => ({ salt: fromHex(salt), ...rest })),
  };
}

function mountOfficials(app: FastifyInstance, service: Service): void {
  mount(app, routes.waitingEnrolments, ({ params: { purpose } }, request) => {
    const waiting = directoryOf(service).waiting(readerOf(request, service), purpose);
    const items = waiting.map(({ handle, entry, differs }) => {
      const { id, person, openings, assurance, received, validUntil, envelope } = entry;
      const known = differs === null ? null : { differs: [...differs] };
      return {
        ...{ id, handle, person, assurance, known, received, validUntil },
        openings: openings.map(shown),
        envelope: toHex(envelope ?? new Uint8Array(0)),
      };
    });
    return ok({ items });
  });
  mount(app, routes.declineEnrolment, ({ params: { handle } }, request) => {
    directoryOf(service).decline(handle, readerOf(request, service));
    return ok({ handle });
  });
  mount(app, routes.personOfHandle, ({ params: { handle, purpose } }, request) => {
    const keyId = readerOf(request, service);
    const { person, openings, assurance, organisation } = directoryOf(service).person(
      handle,
      keyId,
      purpose,
    );
    return ok({
      ...{ key: `identity/handle/${handle}`, handle, person, assurance },
      openings: openings.map(shown),
      vouchedBy: organisation,
    });
  });
}

/** One read more than is shown tells that there are more. */
function pageOf(directory: Directory, { handle, reads }: OwnReads, limit: number) {
  const items = reads.slice(0, limit).map((read) => {
    const { salt, path } = readOpening(read.salt, read.entry);
    const proof = directory.proofOf(read);
    return {
      leaf: toHex(read.commitment),
      opening: shown({ salt, path, value: read.entry }),
      proof: proof && { ...proof, path: proof.path.map(toHex) },
    };
  });
  const next = reads.length > limit ? (reads[limit - 1]?.at ?? null) : null;
  return { handle, items, next };
}

const shown = <Value>({ salt, path, value }: { salt: Uint8Array; path: string; value: Value }) => ({
  salt: toHex(salt),
  path,
  value,
});

/** @throws DIRECTORY_NONE */
function directoryOf({ directory }: Service): Directory {
  if (directory === null) throw directoryError("DIRECTORY_NONE");
  return directory;
}
