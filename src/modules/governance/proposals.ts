import { z } from "zod";
import type { Context, Reader } from "../../ledger/module.js";
import { recordType, time } from "../../ledger/record-type.js";
import { action } from "./actions.js";
import { leastThreshold, openEpoch } from "./agencies.js";
import { type Rule, rules } from "./decision.js";
import { governanceError } from "./errors.js";
import { lists } from "./lists.js";
import { agencyName } from "./schema.js";

export const proposalStates = ["open", "accepted", "rejected", "lapsed", "withdrawn"] as const;

/** id: of the transaction that proposed it. */
export const proposal = recordType({
  prefix: "governance/proposal",
  schema: z.strictObject({
    /** The agency whose governor proposed it. */
    agency: agencyName,
    action,
    rule: z.enum(rules),
    proposed: time,
    /** It lapses then. */
    deadline: time,
    state: z.enum(proposalStates),
    /** Since when it is not open any more. */
    closed: time.nullable(),
  }),
  publicity: {
    agency: "open",
    action: "open",
    rule: "open",
    proposed: "open",
    deadline: "open",
    state: "open",
    closed: "open",
  },
  lists: (_, { agency, state }) => (state === "open" ? [lists.open, lists.openOf(agency)] : []),
  deadline: (_, { state, deadline }) => (state === "open" ? deadline : null),
});
export type Proposal = ReturnType<typeof proposal.parse>;

/** id: proposal ~ agency. The newest one counts. */
export const ballot = recordType({
  prefix: "governance/ballot",
  schema: z.strictObject({ approve: z.boolean(), cast: time }),
  publicity: { approve: "open", cast: "open" },
});

export const ballotId = (proposalId: string, agency: string): string => `${proposalId}~${agency}`;

/** @throws GOVERNANCE_PROPOSAL_UNKNOWN, GOVERNANCE_PROPOSAL_CLOSED */
export function openProposal(reader: Reader, id: string, now: number): Proposal {
  const found = reader.read(proposal, id)?.value;
  if (found === undefined) throw governanceError("GOVERNANCE_PROPOSAL_UNKNOWN", { proposal: id });
  const { state, deadline } = found;
  // A block may have had no room for a deadline that has come.
  if (state === "open" && now < deadline) return found;
  throw governanceError("GOVERNANCE_PROPOSAL_CLOSED", { proposal: id, state, deadline });
}

/** The ballots of the agencies that count now, and how many a proposal of the rule needs. */
export type Tally = {
  readonly approving: number;
  readonly refusing: number;
  readonly agencies: number;
  readonly needed: number;
};

export function tally(reader: Reader, id: string, rule: Rule): Tally {
  const { network, epoch } = openEpoch(reader);
  const ballots = network.agencies.flatMap(
    (agency) => reader.read(ballot, ballotId(id, agency))?.value ?? [],
  );
  const approving = ballots.filter(({ approve }) => approve).length;
  const agencies = network.agencies.length;
  const majority = Number(BigInt(agencies) / 2n) + 1;
  const needed =
    rule === "majority" ? majority : Math.max(leastThreshold(agencies), epoch.threshold);
  return { approving, refusing: ballots.length - approving, agencies, needed };
}

/** Its deadline has come. */
export function lapse(context: Context, id: string): void {
  const open = context.read(proposal, id)?.value;
  if (open !== undefined) close(context, id, open, "lapsed");
}

export function close(
  context: Context,
  id: string,
  open: Proposal,
  state: Exclude<Proposal["state"], "open">,
): void {
  context.put(proposal, id, { ...open, state, closed: context.time });
}
