import type { FastifyInstance } from "fastify";
import { apiError } from "../../api/errors.js";
import { cborToJson, type JsonOf } from "../../api/json.js";
import { routes } from "../../api/routes.js";
import { apiLimits } from "../../api/values.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { factAt } from "../../ledger/prove.js";
import { type RecordType, recordKey } from "../../ledger/record-type.js";
import { misbehaviour } from "../../modules/governance/schema.js";
import { parcel, right, title } from "../../modules/land/schema.js";
import type { Proof, ReadDb } from "../../readmodel/proved.js";
import { type Box, parcelsIn } from "../../readmodel/queries/parcels.js";
import { rightsAsOf } from "../../readmodel/queries/rights-as-of.js";
import { search } from "../../readmodel/queries/search.js";
import { titleHistory } from "../../readmodel/queries/title-history.js";
import { factsOf, versionAt } from "../../readmodel/queries/versions-of.js";
import type { LedgerNode } from "../ledger-node.js";
import type { PublishedLog } from "../published-log.js";
import { mount, ok } from "./mount.js";

const HITS = 20;

type AskedTimes = { readonly law?: number | undefined; readonly register?: number | undefined };

/** What only the read model can answer: it finds the facts, the log says what is in them. */
export function mountReadModel(app: FastifyInstance, node: LedgerNode): void {
  const { readModel } = node;
  mount(app, routes.search, ({ query: { q, limit = HITS } }) =>
    readModel.view(async (db, size) => {
      const hits = await search(db, q, limit);
      return ok({ items: hits.map((hit) => ({ title: null, ...hit })), size });
    }),
  );
  mount(app, routes.landTitleHistory, ({ params: { id } }) =>
    readModel.view(async (db, size) => {
      const entries = await titleHistory(db, id);
      if (entries.length === 0) throw apiError("API_RECORD_UNKNOWN", { id });
      const shown = entries.map(({ rights, ...entry }) => ({
        ...entry,
        rights: rights.map(({ share, ...version }) => ({ ...version, share: share && [...share] })),
      }));
      return ok({ entries: shown, size });
    }),
  );
  mount(app, routes.misbehaviour, ({ query: { limit = apiLimits.pageDefault, cursor: before } }) =>
    readModel.view(async (db) => {
      const { items, next } = await factsOf(db, misbehaviour, { limit, before });
      const shown = items.map((proof) => factShown(node.opened.published, misbehaviour, proof));
      return ok({ items: shown, next: next === null ? null : String(next) });
    }),
  );
}

/** A title as of two times; one that is not given is the newest block's. @throws API_RECORD_UNKNOWN, PROVE_STRUCK */
export function titleAsOf(node: LedgerNode, id: string, asked: AskedTimes) {
  return node.readModel.view((db, size) =>
    readTitle(db, node.opened.published, { id, asked, size }),
  );
}

async function readTitle(
  db: ReadDb,
  published: PublishedLog,
  { id, asked, size }: { readonly id: string; readonly asked: AskedTimes; readonly size: number },
) {
  const now = published.publication?.time ?? 0;
  const times = { law: asked.law ?? now, register: asked.register ?? now };
  const version = await versionAt(db, recordKey(title, id), times.register);
  if (version === null) throw apiError("API_RECORD_UNKNOWN", { id });
  const standing = factShown(published, title, version);
  const parcels = await Promise.all(
    standing.value.parcels.map((of) => versionAt(db, recordKey(parcel, of), times.register)),
  );
  const rights = await rightsAsOf(db, id, times);
  return {
    ...standing,
    parcels: parcels.flatMap((of) => (of === null ? [] : [factShown(published, parcel, of)])),
    rights: rights.map((of) => factShown(published, right, of)),
    asOf: { ...times, size },
  };
}

/** A page of parcels in a box, in the unit of the level's grid. @throws PROVE_STRUCK */
export async function parcelsInBox(
  { readModel: { db }, opened: { published } }: LedgerNode,
  place: { readonly level?: string | undefined; readonly box: Box },
  page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
) {
  const { level = "surface", box } = place;
  const { limit = apiLimits.pageDefault, cursor: after } = page;
  const { items, next } = await parcelsIn(db, { level, box }, { limit, after });
  const shown = items.map((row) => ({
    ...factShown(published, parcel, row),
    computed: { box: [...row.box] as const, centre: [...row.centre] as const, areaM2: row.areaM2 },
  }));
  return { items: shown, next };
}

/** What a fact says, read from the log itself. */
function factShown<Value extends Cbor>(
  log: Parameters<typeof factAt>[0],
  record: RecordType<Value>,
  { key, index }: Proof,
): { key: string; id: string; index: number; value: JsonOf<Value> } {
  const value = record.parse(factAt(log, index).value ?? null);
  return { key, id: key.slice(record.prefix.length + 1), index, value: cborToJson(value) };
}
