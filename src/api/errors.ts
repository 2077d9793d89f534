import type { z } from "zod";
import { type CounterfoilError, errorFamily } from "../base/errors.js";

export const apiError = errorFamily({
  API_PARAMETER: "A parameter is not of its form.",
  API_BODY_EMPTY: "The body holds no envelope.",
  API_SEQUENCE_COUNT: "A sequence holds more than 10,000 envelopes.",
  API_MEDIA_TYPE: "This address does not take a body of this type.",
  API_TOO_LARGE: "The request is longer than this address takes.",
  API_REQUEST: "The request is not one that this server understands.",
  API_ADDRESS: "There is nothing at this address.",
  API_RECORD_UNKNOWN: "There is no such record.",
  API_NOT_BLOCK_END: "No block ends at this size.",
  API_BLOCK_TIME: "The next block bears the same time, so that no time tells this one.",
  API_BUSY: "As much is in flight from this place as the node takes; come again in a moment.",
  API_SLOW: "The request did not come in the time that there is for it.",
  INTERNAL: "The node failed at this; its log says why.",
});

/** What is wrong with the parameters of a route: the first of them. */
export function parameterError({ issues: [issue] }: z.ZodError): CounterfoilError {
  const name =
    issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.map(String).join(".");
  return apiError("API_PARAMETER", { name: name ?? "", problem: issue?.code ?? "invalid" });
}
