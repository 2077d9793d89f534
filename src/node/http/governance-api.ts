import type { FastifyInstance } from "fastify";
import { apiError } from "../../api/errors.js";
import { cborToJson } from "../../api/json.js";
import { routes } from "../../api/routes.js";
import { apiLimits } from "../../api/values.js";
import {
  findProposal,
  openProposals,
  type ProposalView,
} from "../../modules/governance/queries.js";
import type { LedgerNode } from "../ledger-node.js";
import { mount, ok } from "./mount.js";

export function mountGovernance(app: FastifyInstance, node: LedgerNode): void {
  mount(app, routes.proposals, ({ query: { cursor = "", limit = apiLimits.pageDefault } }) => {
    const rest = openProposals(node.reader).filter(({ id }) => id > cursor);
    const items = rest.slice(0, limit).map(shown);
    return ok({ items, next: rest.length > limit ? (items.at(-1)?.id ?? null) : null });
  });
  mount(app, routes.proposal, ({ params: { id } }) => {
    const found = findProposal(node.reader, id);
    if (found === null) throw apiError("API_RECORD_UNKNOWN", { id });
    return ok(shown(found));
  });
  mount(app, routes.bundle, async () => ok(await node.closings.bytes()));
}

function shown({ key, id, index, value, tally, ballots }: ProposalView) {
  return { key, id, index, value: cborToJson(value), tally, ballots: [...ballots] };
}
