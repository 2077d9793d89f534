import { z } from "zod";
import { isKey } from "../../ledger/key.js";
import { renderSearch } from "../../portal/search/search-page.js";
import type { HitView, SearchView } from "../../portal/search/view.js";
import { type Hit, search } from "../../readmodel/queries/search.js";
import type { LedgerNode } from "../ledger-node.js";
import type { Page } from "./page.js";
import type { Service } from "./service.js";

const nothing = z.strictObject({});
const query = z.strictObject({ q: z.string().max(200).optional() });

/** Hits that the page shows. */
const SHOWN = 30;

/** Search by place and number, from the read model; a key of the ledger is found in the log itself. */
export function searchPage({ node }: Service): Page<typeof nothing, typeof query, SearchView> {
  return {
    path: "/search",
    query,
    lags: true,
    render: renderSearch,
    rows: ({ hits }) => ({
      name: "search",
      columns: ["kind", "id", "title", "street", "number", "locality", "key", "index"],
      rows: hits.map(({ kind, id, title, place, key, index }) => [
        ...[kind, id, title],
        ...[place?.street ?? null, place?.number ?? null, place?.locality ?? null],
        ...[key, index],
      ]),
    }),
    view: async ({ query: { q = "" }, frame }) => {
      const asked = q.trim();
      const found = await search(node.readModel.db, asked, SHOWN + 1);
      const hits = [...factOf(node, asked), ...found.map((hit) => hitView(hit, asked))];
      return { ...frame, asked, hits: hits.slice(0, SHOWN), more: hits.length > SHOWN };
    },
  };
}

function factOf({ opened }: LedgerNode, asked: string): HitView[] {
  if (!asked.includes("/") || !isKey(asked)) return [];
  const index = opened.index.get(asked)?.index;
  if (index === undefined) return [];
  const address = `/explorer/facts/${asked}`;
  return [
    { kind: "fact", id: asked, why: "key", title: null, place: null, address, key: asked, index },
  ];
}

function hitView(hit: Hit, asked: string): HitView {
  const { kind, id, key, index } = hit;
  const address = addressOf(hit);
  const seen = { kind, id, key, index, address };
  if (hit.kind === "address") {
    const { street, number, locality, title } = hit;
    return { ...seen, why: "place", title, place: { street, number, locality } };
  }
  if (hit.kind === "street") {
    const { street, locality } = hit;
    return { ...seen, why: "street", title: null, place: { street, number: null, locality } };
  }
  return { ...seen, why: whyOf(id, asked), title: hit.title, place: null };
}

function whyOf(id: string, asked: string): HitView["why"] {
  const [whole, part] = [id.toLowerCase(), asked.toLowerCase().replace(/^#/, "")];
  if (whole === part) return "exact";
  return whole.startsWith(part) ? "begins" : "reference";
}

/** The page of what was found. */
function addressOf({ kind, id, key }: Hit): string {
  switch (kind) {
    case "parcel":
    case "address":
      return `/land/parcels/${id}`;
    case "title":
      return `/land/titles/${id}`;
    case "street":
      return `/land?street=${encodeURIComponent(id)}`;
    case "block":
      return `/explorer/blocks/${id}`;
    case "transaction":
      return `/explorer/transactions/${id}`;
    default:
      return `/explorer/facts/${key}`;
  }
}
