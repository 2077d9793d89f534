import { z } from "zod";
import { algorithms } from "../../../ledger/envelope.js";
import type { AlgorithmTerms } from "../../../ledger/law.js";
import type { Context } from "../../../ledger/module.js";
import { uint } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { amend } from "../law.js";

const { EdDSA, ES256, WebAuthn } = algorithms;

export const setAlgorithmAction = z.strictObject({
  kind: z.literal("set-algorithm"),
  algorithm: z.union([z.literal(EdDSA), z.literal(ES256), z.literal(WebAuthn)]),
  /** Heights from which and (null: without end) to which it may sign. */
  from: uint,
  to: uint.nullable(),
});

/** An algorithm of signatures may be used from some height on, or no longer than to some height. */
export function setAlgorithm({
  algorithm,
  from,
  to,
}: z.infer<typeof setAlgorithmAction>): Decision {
  const validate = ({ rules, height }: Context) => {
    if (to !== null && to < Math.max(from, height + 1)) {
      throw governanceError("GOVERNANCE_HEIGHT", { from, to, height });
    }
    const others = rules.algorithms.filter((one) => one.algorithm !== algorithm);
    const lasts = (one: AlgorithmTerms) => one.from <= height + 1 && one.to === null;
    // Where nobody can sign, nobody can decide that somebody may.
    if (![...others, { algorithm, from, to }].some(lasts)) {
      throw governanceError("GOVERNANCE_ALGORITHMS");
    }
  };
  return {
    rule: "majority",
    sentence: `have algorithm ${algorithm} sign from block ${from} ${to === null ? "on" : `to ${to}`}`,
    validate,
    apply: (context) => {
      validate(context);
      amend(context, (before) => ({
        algorithms: [
          ...before.algorithms.filter((one) => one.algorithm !== algorithm),
          { algorithm, from, to },
        ],
      }));
    },
  };
}
