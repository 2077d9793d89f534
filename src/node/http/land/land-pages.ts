import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { recordId } from "../../../api/values.js";
import { toHex } from "../../../base/text.js";
import { sha256 } from "../../../crypto/hash.js";
import { findParcel } from "../../../modules/land/queries.js";
import { titleAddress } from "../../../portal/land/addresses.js";
import { renderLand } from "../../../portal/land/index-page.js";
import { renderTitle } from "../../../portal/land/title-page.js";
import type { Publication } from "../../published-log.js";
import { islandPolicy } from "../headers.js";
import { decode } from "../mount.js";
import { noAddress } from "../not-found.js";
import { addPage, forPeople } from "../page.js";
import { sendRefusal } from "../replies.js";
import type { Service } from "../service.js";
import { Shelf } from "../shelf.js";
import { type AddressRegister, RegisterReader } from "./address-register.js";
import { Catalogue } from "./catalogue.js";
import { landRows } from "./land-rows.js";
import { landView } from "./land-view.js";
import { titleRows } from "./title-rows.js";
import { titleOfParcel, titleView } from "./title-view.js";

/** Made again when something else is published, at a bounded cost, and for new addresses. */
const KEEP_MS = 60_000;

const day = z.iso.date();
const byId = z.strictObject({ id: recordId });
const asked = z.strictObject({
  place: z.string().max(80).optional(),
  street: z.string().max(80).optional(),
  from: z.coerce.number().int().min(0).max(10_000_000).optional(),
});

/** The land: the map and the list of all, and a page for every title. */
export function addLandPages(app: FastifyInstance, service: Service): void {
  const { node, now } = service;
  const registers = new RegisterReader(node.readModel.db, now);
  let register: AddressRegister | null = null;
  const shelf = new Shelf(KEEP_MS, (_: Publication) => new Catalogue(node.reader, register));
  const catalogue = async () => {
    register = await registers.get();
    return shelf.get(service.frames.publication);
  };
  addTitlePages(app, service, registers);
  addMapData(app, catalogue);
  addPage(app, service, {
    path: "/land",
    query: asked,
    policy: islandPolicy({ "worker-src": "'self'" }),
    view: async ({ frame, query }) => landView(frame, await catalogue(), query),
    render: renderLand,
    rows: landRows,
  });
}

function addTitlePages(app: FastifyInstance, service: Service, registers: RegisterReader): void {
  const { node, frames } = service;
  addPage(app, service, {
    path: "/land/titles/:id",
    params: byId,
    query: z.strictObject({ law: day.optional(), register: day.optional() }),
    view: async ({ frame, params, query }) => {
      const register = await registers.get();
      const verified = frame.source.signedBy.length >= frames.signatures().quorum;
      const asOf = { law: query.law ?? null, register: query.register ?? null };
      return titleView(frame, { node, register, verified }, params.id, asOf);
    },
    render: renderTitle,
    rows: titleRows,
  });
  forPeople(app, service, "/land/parcels/:id", async ({ params }, reply) => {
    const { id } = decode<typeof byId>(byId, params);
    return reply.redirect(titleAddress(titleOfParcel(findParcel(node.reader, id), id)));
  });
}

/** The outlines of a level as one answer; a reader's browser asks only whether it has changed. */
function addMapData(app: FastifyInstance, catalogue: () => Promise<Catalogue>): void {
  const made = new WeakMap<Catalogue, Map<string, { text: string; etag: string } | null>>();
  const dataOf = async (level: string) => {
    const now = await catalogue();
    const levels = made.get(now) ?? new Map();
    made.set(now, levels);
    const known = levels.get(level);
    if (known !== undefined) return known;
    const data = now.mapOf(level);
    const text = JSON.stringify(data);
    const etag = `"${toHex(sha256(new TextEncoder().encode(text))).slice(0, 32)}"`;
    const answer = data === null ? null : { text, etag };
    if (answer !== null) levels.set(level, answer);
    return answer;
  };
  app.get<{ Params: { level: string } }>("/land/map/:level.json", async (request, reply) => {
    const answer = await dataOf(request.params.level);
    if (answer === null) return sendRefusal(reply, noAddress(request.url));
    reply.header("cache-control", "no-cache").header("etag", answer.etag);
    if (request.headers["if-none-match"] === answer.etag) return reply.code(304).send();
    return reply.type("application/json; charset=utf-8").send(answer.text);
  });
}
