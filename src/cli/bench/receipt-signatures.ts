import { cosignatureMessage } from "../../crypto/cosignature.js";
import { verifyStrict } from "../../crypto/ed25519.js";
import { leafHash } from "../../crypto/hash.js";
import { isKeyOf, type NoteSignature, noteMessage, parseNote } from "../../crypto/note.js";
import type { TrustFile, TrustKey } from "../../crypto/trust.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import { decodeInclusion, inclusionMessage, inclusionRoot } from "../../ledger/inclusion.js";
import { decodeReceipt, type Receipt } from "../../ledger/receipt.js";
import { readTransaction } from "../../ledger/records.js";
import { cliError } from "../errors.js";
import { checksOf } from "./ceiling.js";
import type { Check } from "./ceiling-worker.js";

/** Every signature that whoever checks a receipt must check: the note's, the receipt's, the authority's. */
export function receiptSignatures(bytes: Uint8Array, trust: TrustFile): Check[] {
  const receipt = decodeReceipt(bytes);
  const { text, signatures } = parseNote(receipt.checkpoint);
  const lines = signatures.map((line) => noteCheck(line, text, [...trust.log, ...trust.agencies]));
  return [...lines, inclusionCheck(receipt, trust), ...authorityChecks(receipt)];
}

/** @throws CLI_BENCH where one does not hold */
export function secondsToCheck(checks: readonly Check[]): number {
  const begin = performance.now();
  if (!checks.every((check) => verifyStrict(...check))) {
    throw cliError("CLI_BENCH", { what: "signatures" });
  }
  return (performance.now() - begin) / 1000;
}

function noteCheck(line: NoteSignature, text: string, keys: readonly TrustKey[]): Check {
  const vkey = keys.find((key) => isKeyOf(key.vkey, line))?.vkey;
  if (vkey === undefined) throw cliError("CLI_BENCH", { what: line.name });
  if (vkey.kind === "Ed25519") return [vkey.key, noteMessage(text), line.signature];
  const { buffer, byteOffset } = line.signature;
  const seconds = Number(new DataView(buffer, byteOffset).getBigUint64(0));
  return [vkey.key, cosignatureMessage(text, seconds), line.signature.slice(8)];
}

function inclusionCheck({ leaf, inclusion }: Receipt, trust: TrustFile): Check {
  const decoded = decodeInclusion(inclusion);
  const [logKey] = trust.log;
  if (logKey === undefined) throw cliError("CLI_BENCH", { what: "log key" });
  const message = inclusionMessage(decoded.header, inclusionRoot(decoded, leafHash(leaf)));
  return [logKey.vkey.key, message, decoded.signature];
}

function authorityChecks({ authority }: Receipt): Check[] {
  if (authority === undefined) return [];
  const fact = decodeFact(authority.index, authority.leaf);
  const record = isTombstone(fact) ? null : readTransaction(fact.value);
  return record === null ? [] : checksOf(record.envelope);
}
