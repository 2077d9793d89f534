import { z } from "zod";
import { factKey, naturalNumber } from "../../../api/values.js";
import { toHex } from "../../../base/text.js";
import { leafHash } from "../../../crypto/hash.js";
import type { Fact } from "../../../ledger/fact.js";
import { factAt, proveError } from "../../../ledger/prove.js";
import { renderFact } from "../../../portal/explorer/fact.js";
import type { CauseView, FactView, VersionView } from "../../../portal/explorer/view.js";
import type { Page } from "../page.js";
import type { Service } from "../service.js";
import { lineAt, rawOf } from "./readers.js";
import { Shower } from "./shown.js";
import { stands } from "./transaction.js";

const params = z.strictObject({ "*": factKey });
const query = z.strictObject({
  /** Index of the version; the newest where nothing is said. */
  version: naturalNumber().optional(),
});

/** Versions that a page lists. */
const VERSIONS = 20;

/** One fact of a key, the newest or an older one. */
export function factPage(service: Service): Page<typeof params, typeof query, FactView> {
  const { node } = service;
  return {
    path: "/explorer/facts/*",
    params,
    query,
    render: renderFact,
    rows: ({ key, versions }) => ({
      name: key.replaceAll("/", "-"),
      columns: ["key", "index", "height", "time", "retracted"],
      rows: versions.map(({ index, height, timeMs, retracted }) => [
        ...[key, index, height],
        new Date(timeMs).toISOString(),
        retracted,
      ]),
    }),
    view: ({ params: { "*": key }, query: { version }, frame }) => {
      const fact = versionOf(service, key, version);
      const { published, ledger } = node.opened;
      const leaf = published.leaf(fact.index);
      const shower = new Shower((place) => stands(node, place));
      return {
        ...frame,
        key,
        version: versionView(service, fact),
        replacedBy: replacedBy(service, fact),
        fields: fact.value === undefined ? [] : shower.record(ledger.modules, key, fact.value),
        cause: causeOf(service, fact),
        ...versionsFrom(service, fact),
        fingerprintHex: toHex(leafHash(leaf)),
        raw: rawOf(leaf, `/explorer/leaves/${fact.index}`),
      };
    },
  };
}

/** @throws PROVE_UNKNOWN where the key has no such fact, PROVE_STRUCK */
function versionOf({ node }: Service, key: string, version: number | undefined): Fact {
  const newest = node.newest(key);
  if (version === undefined) return newest;
  const fact = factAt(node.opened.published, version);
  if (fact.key !== key) throw proveError("PROVE_UNKNOWN", { key, version });
  return fact;
}

function versionView({ blocks }: Service, { index, value }: Fact): VersionView {
  const { height, time } = blocks.blockOf(index);
  return { index, height, timeMs: time, retracted: value === undefined };
}

/** Found from the newest back; a key with very many versions says only that there is a newer one. */
function replacedBy({ node }: Service, { key, index }: Fact): number | null {
  let later = node.newest(key);
  if (later.index === index) return null;
  for (let i = 0; i < VERSIONS * 10 && later.supersedes !== index; i++) {
    if (later.supersedes === null) break;
    later = factAt(node.opened.published, later.supersedes);
  }
  return later.supersedes === index ? later.index : node.newest(key).index;
}

function versionsFrom(service: Service, fact: Fact): Pick<FactView, "versions" | "older"> {
  const { published } = service.node.opened;
  const versions = [versionView(service, fact)];
  let at = fact.supersedes;
  while (at !== null && versions.length < VERSIONS) {
    const earlier = factAt(published, at);
    versions.push(versionView(service, earlier));
    at = earlier.supersedes;
  }
  return { versions, older: at };
}

function causeOf(service: Service, { index, cause }: Fact): CauseView {
  if (cause === 0) return { kind: "itself", index };
  const writer = index - cause;
  const line = lineAt(service, writer);
  if (line !== null) return { kind: "transaction", line };
  return { kind: writer === 0 ? "genesis" : "tick", index: writer };
}
