import { isCoded } from "../base/errors.js";
import type { Envelope } from "./envelope.js";
import type { ModuleSet } from "./module-set.js";

/** What a transaction says, for people; a refused one may say nothing that its type understands. */
export function sentenceOf(modules: ModuleSet, { payload }: Pick<Envelope, "payload">): string {
  const { type, body } = payload;
  try {
    const sentence = modules.transaction(type)?.sentence(body);
    if (sentence !== undefined) return sentence;
  } catch (error) {
    if (!isCoded(error)) throw error;
  }
  return `A transaction of type ${type}.`;
}
