import { z } from "zod";
import type { Reader } from "../../../ledger/module.js";
import { uint } from "../../../ledger/record-type.js";
import type { Decision } from "../decision.js";
import { governanceError } from "../errors.js";
import { parameter, parameterName, parameterNow, parameters } from "../parameters.js";

export const setParameterAction = z.strictObject({
  kind: z.literal("set-parameter"),
  parameter: parameterName,
  value: uint,
});

/** A limit of the network becomes other, from the next block on. */
export function setParameter({
  parameter: name,
  value,
}: z.infer<typeof setParameterAction>): Decision {
  const validate = (reader: Reader) => {
    const { least, most } = parameters[name];
    if (value < least || value > most) {
      throw governanceError("GOVERNANCE_PARAMETER", { parameter: name, value, least, most });
    }
    if (value === parameterNow(reader, name)) throw governanceError("GOVERNANCE_NO_CHANGE");
  };
  return {
    rule: "majority",
    sentence: `set ${name} to ${value}`,
    validate,
    apply: (context) => {
      validate(context);
      context.put(parameter, name, { value });
    },
  };
}
