import { parentPort } from "node:worker_threads";
import { parseTrustFile } from "../../crypto/trust.js";
import { ReceiptVerifier, verifyReceipt } from "../../ledger/verify-receipt.js";
import { cliError } from "../errors.js";
import { receiptSignatures, secondsToCheck } from "./receipt-signatures.js";

/** Receipts of one kind, and the network's trust file as a node gives it. */
export type ReceiptTask = { readonly trust: string; readonly receipts: readonly Uint8Array[] };

export type ReceiptTimes = {
  /** Signatures in each receipt. */
  readonly signatures: readonly number[];
  /** Seconds for all receipts: each by itself, under a known checkpoint, and their signatures alone. */
  readonly alone: number;
  readonly known: number;
  readonly ceiling: number;
};

// Whoever checks receipts has no ledger: this thread has a heap of its own, and nothing else in it.
parentPort?.on("message", (task: ReceiptTask) => parentPort?.postMessage(timesOf(task)));

function timesOf({ trust: text, receipts }: ReceiptTask): ReceiptTimes {
  const trust = parseTrustFile(text);
  const checks = receipts.map((bytes) => receiptSignatures(bytes, trust));
  const ceiling = secondsToCheck(checks.flat());
  const alone = seconds(receipts, (bytes) => verifyReceipt(bytes, trust).code);
  const verifier = new ReceiptVerifier(trust);
  const known = seconds(receipts, (bytes) => verifier.verify(bytes).code);
  return { signatures: checks.map(({ length }) => length), alone, known, ceiling };
}

/** @throws CLI_BENCH where a receipt does not hold */
function seconds(
  receipts: readonly Uint8Array[],
  check: (bytes: Uint8Array) => string | null,
): number {
  const begin = performance.now();
  for (const bytes of receipts) {
    const code = check(bytes);
    if (code !== null) throw cliError("CLI_BENCH", { what: code });
  }
  return (performance.now() - begin) / 1000;
}
