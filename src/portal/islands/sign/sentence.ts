import { isCoded } from "../../../base/errors.js";
import type { Payload } from "../../../ledger/envelope.js";
import { availableModules } from "../../../modules/available.js";
import { sign } from "../../messages/sign.js";

/** What a transaction says of itself, from its bytes alone: the same words as in the explorer. */
export function sentenceOf({ type, body }: Payload): string {
  const [name, transaction = ""] = type.split(".");
  const module = availableModules.find((available) => available.name === name);
  try {
    return module?.transactions[transaction]?.sentence(body) ?? sign.other(type);
  } catch (error) {
    if (isCoded(error)) return sign.other(type);
    throw error;
  }
}
