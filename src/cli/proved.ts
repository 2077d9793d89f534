import { cborToJson, type Json } from "../api/json.js";
import { verifyError } from "../ledger/errors.js";
import type { Fact } from "../ledger/fact.js";
import { type VerifiedReceipt, verifyReceipt } from "../ledger/verify-receipt.js";
import { clientOf } from "./client.js";
import type { Common } from "./command.js";
import { remoteTrust } from "./network.js";
import { readTime } from "./times.js";

export type Wanted = {
  readonly key?: string;
  readonly transaction?: string;
  /** ms since 1970. */
  readonly asOf?: string;
  readonly at?: number;
};

/**
 * A receipt from the node, checked by the node's own trust file: what contradicts itself is not
 * worth showing or keeping.
 * @throws VERIFY_ANSWER, REMOTE_*
 */
export async function fetchReceipt(
  options: Common,
  wanted: Wanted,
): Promise<{ readonly bytes: Uint8Array; readonly receipt: VerifiedReceipt }> {
  const { body } = await clientOf(options).receipt(wanted);
  const { receipt, code } = verifyReceipt(body, await remoteTrust(options));
  const key = wanted.key ?? `tx/${wanted.transaction}`;
  if (receipt === null || receipt.fact.key !== key) {
    throw verifyError("VERIFY_ANSWER", { asked: key, answered: receipt?.fact.key ?? null, code });
  }
  return { bytes: body, receipt };
}

export const asOfOption = (asOf: string | undefined): Pick<Wanted, "asOf"> =>
  asOf === undefined ? {} : { asOf: String(readTime(asOf)) };

/** What a fact says, null where it retracts its key. */
export const factValue = ({ value }: Fact): Json =>
  value === undefined ? null : cborToJson(value);
