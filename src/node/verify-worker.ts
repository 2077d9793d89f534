import { parentPort } from "node:worker_threads";
import { type CounterfoilError, type Facts, isCoded } from "../base/errors.js";
import { type SignatureRule, verifyEnvelope } from "../ledger/verify-envelope.js";
import { verifyEnvelopes } from "../ledger/verify-envelopes.js";
import { signatureBatch } from "./kernel.js";

export type VerifyRequest = {
  readonly batch: number;
  readonly network: Uint8Array;
  readonly rule: SignatureRule;
  readonly envelopes: readonly Uint8Array[];
};
/** Null: every signature holds. */
export type VerifyAnswer = {
  readonly code: string;
  readonly sentence: string;
  readonly facts: Facts;
};
export type VerifyResponse = {
  readonly batch: number;
  readonly answers: readonly (VerifyAnswer | null)[];
};

/** What is wrong with an envelope by its bytes alone. */
export function judgeEnvelope(
  bytes: Uint8Array,
  network: Uint8Array,
  rule: SignatureRule,
): VerifyAnswer | null {
  try {
    verifyEnvelope(bytes, network, rule);
    return null;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return answerOf(error);
  }
}

function answerOf({ code, message, facts }: CounterfoilError): VerifyAnswer {
  return { code, sentence: message, facts };
}

parentPort?.on("message", ({ batch, network, rule, envelopes }: VerifyRequest) => {
  const verified = verifyEnvelopes(envelopes, network, rule, signatureBatch());
  const answers = verified.map((one) => (isCoded(one) ? answerOf(one) : null));
  const response: VerifyResponse = { batch, answers };
  parentPort?.postMessage(response);
});
