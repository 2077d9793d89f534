import type { FastifyInstance } from "fastify";
import { apiError } from "../../api/errors.js";
import { cborToJson, type JsonOf } from "../../api/json.js";
import { routes } from "../../api/routes.js";
import { apiLimits } from "../../api/values.js";
import type { Cbor } from "../../codec/cbor-value.js";
import type { Reader, Standing } from "../../ledger/module.js";
import { type RecordType, recordKey } from "../../ledger/record-type.js";
import { agency, epoch, network, THIS_NETWORK } from "../../modules/governance/schema.js";
import { officersOf } from "../../modules/identity/queries.js";
import { handle, organisation } from "../../modules/identity/schema.js";
import type { Proved } from "../../modules/land/queries.js";
import * as land from "../../modules/land/queries.js";
import type { LedgerNode } from "../ledger-node.js";
import { mount, ok } from "./mount.js";
import { parcelsFrom } from "./parcel-pages.js";
import { parcelsInBox, titleAsOf } from "./read-model-api.js";

type ProvedJson<Value> = {
  readonly key: string;
  readonly id: string;
  readonly index: number;
  readonly value: JsonOf<Value>;
};

export function mountRecords(app: FastifyInstance, node: LedgerNode): void {
  mountLand(app, node);
  mountInstitutions(app, node);
}

function mountLand(app: FastifyInstance, node: LedgerNode): void {
  mount(app, routes.landLevels, ({ query }) => ok(pageOf(land.levels(node.reader), query)));
  mount(app, routes.landOffices, ({ query }) => ok(pageOf(land.offices(node.reader), query)));
  mount(app, routes.landParcel, ({ params: { id } }) => {
    return ok(shown(found(land.findParcel(node.reader, id), id)));
  });
  mount(app, routes.landRight, ({ params: { id } }) => {
    return ok(shown(found(land.findRight(node.reader, id), id)));
  });
  mount(app, routes.landHoldings, ({ params: { handle } }) => {
    return ok({ items: land.holdingsOf(node.reader, handle).map(shown), next: null });
  });
  mount(app, routes.landTitle, async ({ params: { id }, query }) => {
    const isAsOf = query.law !== undefined || query.register !== undefined;
    if (isAsOf) return ok(await titleAsOf(node, id, query));
    const { title, parcels, rights } = found(land.findTitle(node.reader, id), id);
    return ok({ ...shown(title), parcels: parcels.map(shown), rights: rights.map(shown) });
  });
  mount(app, routes.landParcels, async ({ query: { reference, cursor, limit, box, level } }) => {
    if (box !== undefined) return ok(await parcelsInBox(node, { level, box }, { cursor, limit }));
    if (reference === undefined) {
      const { items, next } = parcelsFrom(
        node.reader,
        cursor ?? null,
        limit ?? apiLimits.pageDefault,
      );
      return ok({ items: items.map(shown), next });
    }
    const parcel = land.findParcelByReference(node.reader, reference);
    return ok({ items: parcel === null ? [] : [shown(parcel)], next: null });
  });
  mount(app, routes.landDaybook, ({ params, query: { cursor, limit = apiLimits.pageDefault } }) => {
    const { id, value } = found(land.findOffice(node.reader, params.office), params.office);
    const from = numberFrom(cursor, 1);
    const items = land.entriesOf(node.reader, id, from, from + limit - 1).map(shown);
    const next = from + limit;
    return ok({ items, next: next > value.entries ? null : String(next) });
  });
}

function mountInstitutions(app: FastifyInstance, node: LedgerNode): void {
  mount(app, routes.agencies, ({ query }) => {
    const { reader } = node;
    const names = reader.read(network, THIS_NETWORK)?.value.agencies ?? [];
    const agencies = names.flatMap((name) => proved(reader, agency, name) ?? []);
    return ok(pageOf(agencies.sort(byId), query));
  });
  mount(app, routes.epochs, ({ query: { cursor, limit = apiLimits.pageDefault } }) => {
    const { reader } = node;
    const count = reader.read(network, THIS_NETWORK)?.value.epochs ?? 0;
    const from = numberFrom(cursor, 0);
    const to = Math.min(from + limit, count);
    const numbers = Array.from({ length: Math.max(0, to - from) }, (_, i) => String(from + i));
    const items = numbers.flatMap((number) => proved(reader, epoch, number) ?? []).map(shown);
    return ok({ items, next: to < count ? String(to) : null });
  });
  mount(app, routes.officers, ({ params: { role }, query }) => {
    const holders = new Map(officersOf(node.reader, role).map((officer) => [officer.id, officer]));
    const { items, next } = pageOf([...holders.values()], query);
    const keyIds = (id: string) => [...(holders.get(id)?.keyIds ?? [])];
    return ok({ items: items.map((item) => ({ ...item, keyIds: keyIds(item.id) })), next });
  });
  mount(app, routes.handles, ({ params: { id } }) => {
    const record = proved(node.reader, handle, id);
    return ok({ items: record === null ? [] : [shown(record)], next: null });
  });
  mount(app, routes.organisation, ({ params: { id } }) => {
    return ok(shown(found(proved(node.reader, organisation, id), id)));
  });
}

function proved<Value extends Cbor>(
  reader: Reader,
  record: RecordType<Value>,
  id: string,
): Proved<Value> | null {
  const standing: Standing<Value> | undefined = reader.read(record, id);
  return standing === undefined ? null : { id, key: recordKey(record, id), ...standing };
}

function shown<Value extends Cbor>({ key, id, index, value }: Proved<Value>): ProvedJson<Value> {
  return { key, id, index, value: cborToJson(value) };
}

/** A page of a list that is ordered by id; the cursor is the id that was last. */
function pageOf<Value extends Cbor>(
  all: readonly Proved<Value>[],
  {
    limit = apiLimits.pageDefault,
    cursor = "",
  }: { limit?: number | undefined; cursor?: string | undefined },
): { items: ProvedJson<Value>[]; next: string | null } {
  const rest = all.filter(({ id }) => id > cursor);
  const items = rest.slice(0, limit).map(shown);
  return { items, next: rest.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}

/** @throws API_RECORD_UNKNOWN */
function found<Value>(record: Value | null, id: string): Value {
  if (record === null) throw apiError("API_RECORD_UNKNOWN", { id });
  return record;
}

/** @throws API_PARAMETER */
function numberFrom(cursor: string | undefined, first: number): number {
  if (cursor === undefined) return first;
  const number = Number(cursor);
  if (!/^\d{1,15}$/.test(cursor) || number < first) {
    throw apiError("API_PARAMETER", { name: "cursor", problem: "not a number" });
  }
  return number;
}
