import { z } from "zod";
import { decodeFact, isTombstone } from "../../../ledger/fact.js";
import { recordKey } from "../../../ledger/record-type.js";
import {
  type AgencyKey,
  findProposal,
  openProposals,
  trustTerms,
} from "../../../modules/governance/queries.js";
import { agency, misbehaviour } from "../../../modules/governance/schema.js";
import { renderAgencies } from "../../../portal/explorer/agencies.js";
import type { AgenciesView, MisbehaviourLine } from "../../../portal/explorer/view.js";
import { newestTransactions } from "../../../readmodel/queries/newest-transactions.js";
import { factsOf } from "../../../readmodel/queries/versions-of.js";
import { agencyTitle } from "../frames.js";
import type { Page } from "../page.js";
import type { Service } from "../service.js";
import { proposalLine } from "./proposal.js";

const nothing = z.strictObject({});

/** Earlier proposals, and proofs, that the page shows. */
const SHOWN = 10;

/** Who keeps the ledger, what they decide on, and what was proved against one of them. */
export function agenciesPage(service: Service): Page<typeof nothing, typeof nothing, AgenciesView> {
  return {
    path: "/explorer/agencies",
    lags: true,
    render: renderAgencies,
    rows: ({ agencies }) => ({
      name: "agencies",
      columns: ["name", "title", "signed", "since"],
      rows: agencies.map(({ name, title, signedAtMs, sinceMs }) => [
        ...[name, title, signedAtMs === null ? null : new Date(signedAtMs).toISOString()],
        new Date(sinceMs).toISOString(),
      ]),
    }),
    view: async ({ frame }) => ({
      ...frame,
      ...signersOf(service),
      open: openProposals(service.node.reader).map((found) => proposalLine(service, found)),
      ...(await closedOf(service)),
      ...(await misbehaviourOf(service)),
    }),
  };
}

const factOf = (name: string): string => recordKey(agency, name);

/** Those whose signatures count, and those of whom every key has ended. */
function signersOf(service: Service): Pick<AgenciesView, "quorum" | "agencies" | "former"> {
  const { frames, node } = service;
  const { quorum, agencies } = frames.signatures();
  const { cosignerKeys } = trustTerms(node.reader);
  const standing = new Map(
    cosignerKeys.flatMap((key) => (key.to === null ? [[key.agency, key]] : [])),
  );
  const ended = new Map<string, AgencyKey>();
  for (const key of cosignerKeys) if (!standing.has(key.agency)) ended.set(key.agency, key);
  return {
    quorum,
    agencies: agencies.map((each) => {
      const since = timeOfSize(service, standing.get(each.name)?.from ?? 0);
      return { ...each, key: factOf(each.name), sinceMs: since };
    }),
    former: Array.from(ended, ([name, { to, compromised }]) => {
      const title = agencyTitle(node.reader, name);
      return { key: factOf(name), title, untilMs: timeOfSize(service, to ?? 0), compromised };
    }),
  };
}

/** When the log came to a size, as far as it is published. */
function timeOfSize({ node, blocks }: Service, size: number): number {
  const last = Math.min(Math.max(size, 1), node.opened.published.size) - 1;
  return blocks.blockOf(last).time;
}

/** Of the newest that were proposed, those that are not open any more. */
async function closedOf(service: Service): Promise<Pick<AgenciesView, "closed" | "moreClosed">> {
  const { readModel, reader } = service.node;
  const asked = { limit: SHOWN, type: "governance.propose" };
  const { items, next } = await newestTransactions(readModel.db, asked);
  const proposed = items.flatMap(({ id }) => findProposal(reader, id) ?? []);
  const closed = proposed.filter(({ value }) => value.state !== "open");
  return { closed: closed.map((found) => proposalLine(service, found)), moreClosed: next !== null };
}

async function misbehaviourOf({
  node,
}: Service): Promise<Pick<AgenciesView, "misbehaviour" | "moreMisbehaviour">> {
  const { readModel, reader, opened } = node;
  const { items, next } = await factsOf(readModel.db, misbehaviour, { limit: SHOWN });
  const found = items.flatMap(({ key, index }): MisbehaviourLine[] => {
    const fact = decodeFact(index, opened.published.leaf(index));
    if (isTombstone(fact)) return [];
    const { agency: name, kind, height, time } = misbehaviour.parse(fact.value ?? null);
    return [{ key, index, agency: agencyTitle(reader, name), kind, height, timeMs: time }];
  });
  return { misbehaviour: found, moreMisbehaviour: next !== null };
}
