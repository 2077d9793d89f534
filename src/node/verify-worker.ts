import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { isCoded, type PlainError, plainError } from "../base/errors.js";
import type { Ed25519Batch } from "../crypto/batch/ed25519-batch.js";
import type { Envelope } from "../ledger/envelope.js";
import type { ModuleSet } from "../ledger/module-set.js";
import {
  decodeTransaction,
  findings,
  type Transaction,
  transactionFrom,
} from "../ledger/transaction.js";
import type { SignatureRule } from "../ledger/verify-envelope.js";
import { type Claim, verifyEnvelopes } from "../ledger/verify-envelopes.js";
import { signatureBatch } from "./kernel.js";
import { modulesOf } from "./modules-of.js";

/** What a worker is told when it begins. */
export type VerifyAssignment = {
  readonly network: Uint8Array;
  /** Leaf of fact 0, which names the modules; null leaves the form of bodies to whoever executes. */
  readonly genesis: Uint8Array | null;
};

export type VerifyRequest = {
  /** One behind the other: one buffer is moved to the worker where many would be copied. */
  readonly joined: Uint8Array;
  readonly lengths: readonly number[];
  readonly rules: readonly SignatureRule[];
};

/** Every signature holds: what was found out on the way; null where it has to be found again. */
export type Acceptance = { readonly found: Uint8Array | null };
/** What is wrong with an envelope, or that nothing is. */
export type Verdict = PlainError | Acceptance;
export type VerifyResponse = { readonly verdicts: readonly Verdict[] };

/**
 * What the bytes of each envelope alone say of it.
 * @param modules null leaves the form of bodies to whoever admits them
 * @param batch null checks signatures one by one
 */
export function judgeEnvelopes(
  claims: readonly Claim[],
  network: Uint8Array,
  modules: ModuleSet | null,
  batch: Ed25519Batch | null,
): Verdict[] {
  return verifyEnvelopes(claims, network, batch).map((one, i) => {
    if (isCoded(one)) return plainError(one);
    const { bytes } = claims[i] as Claim;
    return { found: findings(one, bytes, isOfForm(one, modules)) };
  });
}

/** A body that is not is checked once more by whoever admits it, and refused there. */
function isOfForm({ payload: { type, body } }: Envelope, modules: ModuleSet | null): boolean {
  const transaction = modules?.transaction(type);
  if (transaction === undefined) return false;
  try {
    transaction.check(body);
    return true;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return false;
  }
}

/** The transaction that was accepted, from the same bytes. */
export function acceptedTransaction({ found }: Acceptance, bytes: Uint8Array): Transaction {
  return found === null ? decodeTransaction(bytes) : transactionFrom(found, bytes);
}

function begin(port: MessagePort, { network, genesis }: VerifyAssignment): void {
  const modules = genesis === null ? null : modulesOf(genesis);
  port.on("message", ({ joined, lengths, rules }: VerifyRequest) => {
    let end = 0;
    const claims = lengths.map((length, i): Claim => {
      end += length;
      return { bytes: joined.subarray(end - length, end), rule: rules[i] as SignatureRule };
    });
    const verdicts = judgeEnvelopes(claims, network, modules, signatureBatch());
    const response: VerifyResponse = { verdicts };
    port.postMessage(response);
  });
}

if (parentPort !== null) begin(parentPort, workerData);
