import { apiError } from "../../api/errors.js";
import { cborToJson, type Json } from "../../api/json.js";
import type { Submitted } from "../../api/routes/transactions.js";
import { splitCborSequence } from "../../api/split-sequence.js";
import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { toHex } from "../../base/text.js";
import { decodeDraft } from "../../ledger/envelope.js";
import type { TransactionResult } from "../../ledger/ledger.js";
import type { LedgerNode } from "../ledger-node.js";
import { factsBody } from "./replies.js";
import { isRefusal } from "./status.js";
import { transactionOf } from "./transaction-view.js";

/** One envelope on its way: its answer as far as it is known, and where it waits, the promise of more. */
type Taken = { readonly answer: Submitted; readonly sealed: Promise<Submitted> | null };

/** What a body holds: the envelopes, and why nothing after them could be told apart. */
export type SubmittedBody = {
  readonly envelopes: readonly Uint8Array[];
  readonly fault: CounterfoilError | null;
};

/** @throws API_BODY_EMPTY, API_SEQUENCE_COUNT */
export function readBody(bytes: Uint8Array, isSequence: boolean): SubmittedBody {
  if (bytes.length === 0) throw apiError("API_BODY_EMPTY");
  if (!isSequence) return { envelopes: [bytes.slice()], fault: null };
  const { items, fault } = splitCborSequence(bytes);
  return { envelopes: items, fault };
}

/**
 * Hands every envelope to the node; resolves once each is refused, on record, or waits for a block.
 * @throws what is no refusal of one envelope: ENGINE_HALTED, ENGINE_STOPPING, NODE_READ_ONLY
 */
export function admitAll(
  node: LedgerNode,
  { envelopes, fault }: SubmittedBody,
  place: string,
): Promise<Taken[]> {
  const answers = envelopes.map((bytes) => admit(node, bytes, place));
  if (fault !== null) answers.push(Promise.resolve(refused(null, fault)));
  return Promise.all(answers);
}

/** @throws ENGINE_HALTED */
export function sealAll(taken: readonly Taken[]): Promise<Submitted[]> {
  return Promise.all(taken.map(async ({ answer, sealed }) => (await sealed) ?? answer));
}

async function admit(node: LedgerNode, bytes: Uint8Array, place: string): Promise<Taken> {
  try {
    const { id, result, sealed } = await node.admit(bytes, place);
    if (result !== null) return { answer: sealedAnswer(node, result), sealed: null };
    const later = sealed.then((result) => sealedAnswer(node, result));
    // Who does not wait for it does not hear of it; the engine's halt is in the node's own log.
    later.catch(() => null);
    return { answer: { id: toHex(id), code: "accepted", sealed: false }, sealed: later };
  } catch (error) {
    if (!isCoded(error) || !isRefusal(error)) throw error;
    return refused(bytes, error);
  }
}

function refused(bytes: Uint8Array | null, error: CounterfoilError): Taken {
  const { code, message, facts } = error;
  const id = bytes === null ? null : idOf(bytes);
  return { answer: { id, code, sealed: false, message, detail: factsBody(facts) }, sealed: null };
}

/** Of an envelope that is refused: enough of it may be there to have an id. */
function idOf(bytes: Uint8Array): string | null {
  try {
    return toHex(decodeDraft(bytes).id);
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}

function sealedAnswer(node: LedgerNode, { id, index, code }: TransactionResult): Submitted {
  const answer = { id: toHex(id), code, index, sealed: true };
  return code === "ok" ? answer : { ...answer, detail: detailOf(node, index) };
}

function detailOf(node: LedgerNode, index: number): Json {
  const transaction = transactionOf(index, node.opened.log.readLeaf(index));
  return transaction === null ? null : cborToJson(transaction.record.detail);
}
