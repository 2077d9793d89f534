import type { Json } from "../../../api/json.js";
import type { Submitted } from "../../../api/routes/transactions.js";
import { CounterfoilError } from "../../../base/errors.js";
import { sdkError } from "../../../sdk/errors.js";
import { sentenceOf } from "./sentences.js";
import type { Session } from "./session.js";

/** Sends a complete envelope and waits until it is on record. @throws the refusal, by its own code */
export async function send({ client }: Session, envelope: Uint8Array): Promise<Submitted> {
  const body = { type: "application/cose", bytes: envelope };
  const answer = (await client.submit({ wait: "sealed" }, body)).body;
  const [result] = answer.results ?? [];
  if (result === undefined) throw sdkError("REMOTE_ANSWER", { problem: "no result" });
  if (result.code === "ok") return result;
  throw refusalOf(result.code, factsOf(result.detail), result.message);
}

/** What the ledger or the node said no by, as an error that a page shows. */
export const refusalOf = (
  code: string,
  facts: Readonly<Record<string, string>>,
  message: string = sentenceOf(code),
): CounterfoilError => new CounterfoilError(code, message, facts);

/** The facts of a case, as a page shows them. */
export function factsOf(detail: Json | undefined): Record<string, string> {
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return {};
  return Object.fromEntries(Object.entries(detail).map(([name, fact]) => [name, textOf(fact)]));
}

const textOf = (fact: Json): string => (typeof fact === "string" ? fact : JSON.stringify(fact));
