import type { Context, Reader } from "../../ledger/module.js";
import { governanceError } from "./errors.js";
import { approve, checkNextSet, type NextSet } from "./set-change.js";
import { type StandingSet, standingSet } from "./standing-set.js";

/** How many agencies must vote for a proposal: more than half of them, or what the epoch's checkpoints need too. */
export const rules = ["majority", "two-thirds"] as const;
export type Rule = (typeof rules)[number];

/** What a proposal's action would do: the three parts of CCF's constitution, `resolve` by its rule. */
export type Decision = {
  readonly rule: Rule;
  /** For people, after "to". */
  readonly sentence: string;
  /** Whether it could be carried out as things stand. @throws a refusal */
  readonly validate: (context: Context) => void;
  /** Carries it out, in the transaction of the deciding ballot. @throws as `validate` */
  readonly apply: (context: Context, proposal: string) => void;
};

/** An action that ends in another set of agencies, keys or threshold. @param next @throws GOVERNANCE_* */
export function setChange(
  sentence: string,
  next: (standing: StandingSet, reader: Reader) => NextSet,
): Decision {
  return {
    rule: "two-thirds",
    sentence,
    validate: (context) => {
      const standing = standingSet(context);
      checkNextSet(context, standing, next(standing, context));
    },
    apply: (context, proposal) => {
      approve(context, next(standingSet(context), context), proposal);
    },
  };
}

/** The agency of the open epoch. @throws GOVERNANCE_AGENCY_UNKNOWN */
export function memberNamed({ members }: StandingSet, name: string) {
  const found = members.find((member) => member.name === name);
  if (found === undefined) throw governanceError("GOVERNANCE_AGENCY_UNKNOWN", { agency: name });
  return found;
}
