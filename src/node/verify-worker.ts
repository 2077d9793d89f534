import { parentPort } from "node:worker_threads";
import { type CounterfoilError, isCoded, type PlainError, plainError } from "../base/errors.js";
import type { Envelope } from "../ledger/envelope.js";
import {
  decodeTransaction,
  findings,
  type Transaction,
  transactionFrom,
} from "../ledger/transaction.js";
import { type SignatureRule, verifyEnvelope } from "../ledger/verify-envelope.js";
import { verifyEnvelopes } from "../ledger/verify-envelopes.js";
import { signatureBatch } from "./kernel.js";

export type VerifyRequest = {
  readonly batch: number;
  readonly network: Uint8Array;
  readonly rule: SignatureRule;
  /** One behind the other: one buffer is moved to the worker where many would be copied. */
  readonly joined: Uint8Array;
  readonly lengths: readonly number[];
};

/** Every signature holds: what was found out on the way; null where it has to be found again. */
export type Acceptance = { readonly found: Uint8Array | null };
/** What is wrong with an envelope, or that nothing is. */
export type Verdict = PlainError | Acceptance;
export type VerifyResponse = { readonly batch: number; readonly verdicts: readonly Verdict[] };

/** What the bytes of an envelope alone say of it. */
export function judgeEnvelope(
  bytes: Uint8Array,
  network: Uint8Array,
  rule: SignatureRule,
): Verdict {
  try {
    return verdictOn(verifyEnvelope(bytes, network, rule), bytes);
  } catch (error) {
    if (!isCoded(error)) throw error;
    return verdictOn(error, bytes);
  }
}

function verdictOn(verified: Envelope | CounterfoilError, bytes: Uint8Array): Verdict {
  return isCoded(verified) ? plainError(verified) : { found: findings(verified, bytes) };
}

/** The transaction that was accepted, from the same bytes. */
export function acceptedTransaction({ found }: Acceptance, bytes: Uint8Array): Transaction {
  return found === null ? decodeTransaction(bytes) : transactionFrom(found, bytes);
}

parentPort?.on("message", ({ batch, network, rule, joined, lengths }: VerifyRequest) => {
  let end = 0;
  const envelopes = lengths.map((length) => {
    end += length;
    return joined.subarray(end - length, end);
  });
  const verified = verifyEnvelopes(envelopes, network, rule, signatureBatch());
  const verdicts = verified.map((one, i) => verdictOn(one, envelopes[i] as Uint8Array));
  const response: VerifyResponse = { batch, verdicts };
  parentPort?.postMessage(response);
});
