import { z } from "zod";
import { apiError } from "../../api/errors.js";
import { factKey, hash, naturalNumber } from "../../api/values.js";
import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { factAt } from "../../ledger/prove.js";
import { ownPage } from "../../portal/own-page.js";
import { type Examined, examine } from "../../portal/receipt/examine.js";
import { type ReceiptPageView, renderReceipt } from "../../portal/receipt/receipt-page.js";
import { lineAt } from "./explorer/readers.js";
import type { Page } from "./page.js";
import type { Service } from "./service.js";

const params = z.strictObject({ "*": factKey });
const query = z.strictObject({
  /** A day, a time, or ms since 1970; a form that was left as it is sends an empty one. */
  "as-of": z
    .union([
      z.literal(""),
      z.iso.date(),
      z.iso.datetime({ offset: true }),
      z.string().regex(/^[1-9][0-9]{0,15}$/),
    ])
    .optional(),
  /** What a code on paper carries. */
  leaf: hash.optional(),
  index: naturalNumber().optional(),
  size: naturalNumber().optional(),
});

/** A receipt to keep: the page of it, and with `?download` the file. */
export function receiptPage(
  service: Service,
): Page<typeof params, typeof query, ReceiptPageView & { readonly bytes: Uint8Array }> {
  const { node, address } = service;
  return {
    path: "/receipts/*",
    params,
    query,
    render: renderReceipt,
    file: ({ examined, bytes }) => ({
      name: examined.name,
      type: "application/cbor",
      bytes,
    }),
    view: async ({ params: { "*": key }, query: asked, frame }) => {
      const asOfMs = timeOf(asked["as-of"] ?? "");
      const bytes = await node.receipt(key, asOfMs);
      const examined = titled(service, examine(fileOf(key), bytes, parseTrustFile(node.trust())));
      return {
        ...frame,
        key,
        examined,
        asOfMs,
        bytes,
        sentence: sentenceOfKey(service, key),
        page: ownPage(key),
        code: `${address()}/receipts/${key}${codeQuery(examined)}`,
        paper: paperOf(service, key, asked),
      };
    },
  };
}

/** Agencies by their titles: the page is for people, the file has their names. */
function titled({ frames }: Service, examined: Examined): Examined {
  const { receipt } = examined;
  if (receipt === null) return examined;
  const { agencies } = frames.signatures();
  const signedBy = receipt.signedBy.map(
    (name) => agencies.find((agency) => agency.name === name)?.title ?? name,
  );
  return { ...examined, receipt: { ...receipt, signedBy } };
}

/** A transaction's own sentence. */
function sentenceOfKey(service: Service, key: string): string | null {
  if (!key.startsWith("tx/")) return null;
  return lineAt(service, service.node.newest(key).index)?.sentence ?? null;
}

const fileOf = (key: string): string => `${key.replaceAll("/", "-")}.receipt`;

/** @throws API_PARAMETER for a day that there is not */
function timeOf(asOf: string): number | null {
  if (asOf === "") return null;
  const ms = /^\d+$/.test(asOf) ? Number(asOf) : Date.parse(asOf);
  if (!Number.isSafeInteger(ms)) {
    throw apiError("API_PARAMETER", { name: "as-of", problem: "no such time" });
  }
  return ms;
}

/** Leaf hash, index and size: what tells on paper which record it was, without the proof. */
function codeQuery({ fingerprints, receipt }: Examined): string {
  if (receipt === null || fingerprints === null) return "";
  const { fact, size } = receipt;
  return `?leaf=${fingerprints.yoursHex}&index=${fact.index}&size=${size}`;
}

/** How what was scanned compares with the record as it stands: a code proves nothing by itself. */
function paperOf(
  { node }: Service,
  key: string,
  { leaf, index }: z.output<typeof query>,
): ReceiptPageView["paper"] {
  if (leaf === undefined || index === undefined) return null;
  const { published } = node.opened;
  const same = index < published.size && toHex(leafHash(published.leaf(index))) === leaf;
  if (!same || factAt(published, index).key !== key) return { is: "other", index };
  return { is: node.newest(key).index === index ? "same" : "replaced", index };
}
