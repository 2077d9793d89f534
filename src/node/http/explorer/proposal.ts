import { z } from "zod";
import { apiError } from "../../../api/errors.js";
import { hash } from "../../../api/values.js";
import { type ProposalView as Found, findProposal } from "../../../modules/governance/queries.js";
import { renderProposal } from "../../../portal/explorer/proposals.js";
import type { ProposalLine, ProposalView } from "../../../portal/explorer/view.js";
import type { Page } from "../page.js";
import type { Service } from "../service.js";

const TYPE = "governance.propose";
const params = z.strictObject({ id: hash });
const nothing = z.strictObject({});

/** One proposal, with the ballots of the agencies that count now. */
export function proposalPage(service: Service): Page<typeof params, typeof nothing, ProposalView> {
  const { node, frames } = service;
  return {
    path: "/explorer/proposals/:id",
    params,
    render: renderProposal,
    view: ({ params: { id }, frame }) => {
      const found = findProposal(node.reader, id);
      if (found === null) throw apiError("API_RECORD_UNKNOWN", { id });
      return {
        ...frame,
        line: proposalLine(service, found),
        key: found.key,
        ballots: frames.signatures().agencies.map(({ name, title }) => {
          const cast = found.ballots.find(({ agency }) => agency === name);
          if (cast === undefined) return { name, title, cast: null };
          const { key, approve, cast: timeMs } = cast;
          return { name, title, cast: { key, approve, timeMs } };
        }),
      };
    },
  };
}

/** In the words of the transaction that proposed it. */
export function proposalLine({ node }: Service, { id, value, tally }: Found): ProposalLine {
  const { agency, deadline, action, state, closed } = value;
  const { approving, refusing, needed } = tally;
  const type = node.opened.ledger.modules.transaction(TYPE);
  const sentence = type?.sentence({ agency, deadline, action }) ?? TYPE;
  const counted = { approving, refusing, needed };
  return { id, sentence, state, ...counted, deadlineMs: deadline, closedMs: closed };
}
