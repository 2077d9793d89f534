import { z } from "zod";
import type { Context } from "../../../ledger/module.js";
import { uint } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { amend, moduleName, standingLaw } from "../law.js";

export const activateAction = z.strictObject({
  kind: z.literal("activate"),
  module: moduleName,
  version: uint,
  /** The first block that runs it. */
  height: uint,
});

/**
 * A later version of a module runs from a height on. Whether a program has it is not asked, since
 * programs differ: one that has not halts there, and goes on once it has.
 */
export function activate({ module, version, height }: z.infer<typeof activateAction>): Decision {
  const validate = (context: Context) => {
    const running = context.rules.versionOf(module);
    if (running === null) throw governanceError("GOVERNANCE_MODULE", { module });
    const decided = standingLaw(context)?.value.versions ?? [];
    const last = decided.findLast((one) => one.module === module)?.version ?? running;
    if (version <= Math.max(last, running)) {
      throw governanceError("GOVERNANCE_MODULE", { module, version, running: last });
    }
    if (height <= context.height) {
      throw governanceError("GOVERNANCE_HEIGHT", { height, now: context.height });
    }
    const earlier = decided.filter((one) => one.module === module);
    if (earlier.some((one) => one.height >= height)) {
      throw governanceError("GOVERNANCE_HEIGHT", { height, now: context.height });
    }
  };
  return {
    rule: "two-thirds",
    sentence: `run version ${version} of ${module} from block ${height} on`,
    validate,
    apply: (context) => {
      validate(context);
      amend(context, (before) => ({
        versions: [...before.versions, { module, version, height }],
      }));
    },
  };
}
