import type { EvidenceKind } from "../../ledger/evidence.js";
import type { Proposal } from "../../modules/governance/proposals.js";
import { agencies, plural, Word, word } from "./words.js";

const some = (count: number): string => (count === 0 ? "none" : word(count));

/** What became of a proposal. */
const states: Readonly<Record<Proposal["state"], string>> = {
  open: "open",
  accepted: "carried",
  rejected: "rejected",
  lapsed: "lapsed",
  withdrawn: "withdrawn",
};

/** What the engine proves of a validator, to follow an agency's name. */
const misdeeds: Readonly<Record<EvidenceKind, string>> = {
  "duplicate-vote": "voted twice at one place in the order of blocks",
  "light-client-attack": "signed another order of blocks for somebody alone",
};

export const agenciesPage = {
  title: "The agencies",
  lead: (of: number, quorum: number) =>
    of === 1
      ? "One agency keeps this ledger. What it changes about the ledger itself stands below."
      : `${Word(of)} agencies keep this ledger together. ${quorum === of ? "All of them" : `${Word(quorum)} of them`} must sign before anything is shown. What they change about the ledger itself, they vote on, and it stands below.`,
  who: "Who signs",
  captionWho: (zone: string) => `Agencies whose signatures count, ${zone}`,
  agency: "Agency",
  newest: "Newest seal",
  signed: "signed",
  notSigned: "not signed",
  since: "Signs with its key since",
  trustLead: "Their keys, and how many must sign, are what every receipt is checked by:",
  trust: "keep the trust file",
  former: "Agencies that left",
  formerLead: "What they signed in their time still counts.",
  until: "Signed until",
  key: "Its key",
  ended: "ended",
  stolen: "counts as stolen",
  open: "Before them now",
  captionOpen: (zone: string) => `Open proposals, ${zone}`,
  noneOpen: "Nothing is before them.",
  closed: "What became of earlier proposals",
  captionClosed: (zone: string) => `Closed proposals, newest first, ${zone}`,
  noneClosed: "No proposal was ever closed.",
  noneLately: "All of the newest are open still.",
  all: "All proposals",
  proposal: "Proposal",
  approving: "For",
  approvingOf: (approving: string, needed: string) => `${approving} of the ${needed} it needs`,
  refusing: "Against",
  lapses: "Lapses",
  outcome: "Outcome",
  when: "When",
  state: (state: Proposal["state"]) => states[state],
  found: "Found breaking the rules",
  foundLead:
    "Where an agency’s machine votes twice at one place in the order of blocks, the others can prove it, and the proof stays on record.",
  captionFound: (zone: string) => `Proofs against an agency, newest first, ${zone}`,
  noneFound: "No proof against any of them is on record.",
  allFound: "All proofs, as JSON",
  misdeed: "What it did",
  did: (kind: EvidenceKind) => misdeeds[kind],
  blocks: "At the engine’s block",
};

export const proposalPage = {
  title: "Proposal",
  needs: (needed: number, of: number) =>
    `${Word(needed)} of ${agencies(of)} ${plural(needed, "has", "have")} to vote for it.`,
  sofar: (approving: number, refusing: number) =>
    `So far ${some(approving)} ${approving < 2 ? "is" : "are"} for it, ${some(refusing)} against.`,
  openUntil: (date: string, time: string) => `open until ${date}, ${time}`,
  closedOn: (date: string, time: string) => `on ${date}, ${time}`,
  ballots: "Ballots",
  captionBallots: (zone: string) => `Of the agencies that count now, ${zone}`,
  ballot: "Ballot",
  approve: "for",
  refuse: "against",
  notCast: "not voted",
  fact: "The proposal, field by field",
  receipt: "Keep a receipt",
};
