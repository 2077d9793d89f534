import { equalBytes } from "#src/base/bytes.js";
import { isCoded } from "#src/base/errors.js";
import { limits } from "#src/base/limits.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { sha256 } from "#src/crypto/hash.js";
import { decodeFact, encodeFact, isTombstone } from "#src/ledger/fact.js";
import type { Block } from "#src/ledger/ledger.js";
import { sentenceOf } from "#src/ledger/sentence.js";
import type { Transaction } from "#src/ledger/transaction.js";
import { fuzzError } from "../errors.js";
import { actor, MOST_ACTORS, unsignedTransaction } from "./actors.js";
import type { Step } from "./step.js";
import type { World } from "./world.js";

/**
 * Executes the steps in the world, each in a block of its own: the code of the last. Whatever they
 * are, the ledger keeps its rules.
 * @throws FUZZ_STATE, FUZZ_ROUND_TRIP, and what execution throws
 */
export function runSteps(world: World, steps: readonly Step[]): string {
  let code = "nothing";
  for (const step of steps) code = runStep(world, step);
  return code;
}

function runStep(world: World, step: Step): string {
  const time = world.time + step.after;
  const transaction = transactionOf(world, step, time);
  const { size } = world.ledger;
  const block = world.execute(time, transaction);
  const code = block?.results[0]?.code;
  if (block === null || code === undefined) throw fuzzError("FUZZ_STATE", { what: "no result" });
  checkCode(world, code);
  checkBody(world, transaction, code);
  checkFacts(block, code);
  checkLeaves(block, size);
  checkKnown(world, transaction, block);
  return code;
}

function transactionOf({ network, ledger }: World, step: Step, time: number): Transaction {
  const { type, body, valid } = step;
  const validUntil = Math.max(0, Math.min(time + valid, Number.MAX_SAFE_INTEGER));
  // The size of the log, since the same step twice would be one transaction, which is known already.
  const nonce = sha256(encodeCbor([type, body, ledger.size])).slice(0, 16);
  const signers = step.signers.slice(0, limits.signatures).map(actorAt);
  return unsignedTransaction({ network, type, body, nonce, validUntil }, signers);
}

/** Any number is somebody's. */
const actorAt = (number: number) => actor(1 + ((number + MOST_ACTORS - 1) % MOST_ACTORS));

function checkCode({ modules }: World, code: string): void {
  if (code === "ok" || modules.refusalSentence(code) !== null) return;
  throw fuzzError("FUZZ_CODE", { code });
}

/** The stateless check and execution agree on the body, and every body that is one has a sentence. */
function checkBody({ modules }: World, { payload }: Transaction, code: string): void {
  const { type, body } = payload;
  const definition = modules.transaction(type);
  if (definition === undefined) return;
  const isBody = passes(() => definition.check(body));
  if (!isBody && code === "ok") throw fuzzError("FUZZ_STATE", { what: "took no body", type });
  if (isBody && code === "TX_BODY") throw fuzzError("FUZZ_STATE", { what: "a body is none", type });
  if (isBody && sentenceOf(modules, { payload }) === "") {
    throw fuzzError("FUZZ_STATE", { what: "no sentence", type });
  }
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return false;
  }
}

/** Refused, it leaves its own fact; what fell due stands under the tick. */
function checkFacts({ facts, changes }: Block, code: string): void {
  const [first] = facts;
  const due = first?.kind === "tick" ? facts.findIndex(({ kind }) => kind === "tx") : 0;
  const own = facts.slice(due);
  if (own[0]?.kind !== "tx" || own.at(-1)?.kind !== "seal") {
    throw fuzzError("FUZZ_STATE", { what: "no transaction or no seal" });
  }
  if (code === "ok") return;
  if (own.length !== 2) throw fuzzError("FUZZ_STATE", { what: `${own.length - 2} facts`, code });
  const changed = changes.facts.size + changes.lists.size + changes.deadlines.size;
  if (due === 0 && changed !== 2) throw fuzzError("FUZZ_STATE", { what: "changes", code });
}

function checkLeaves({ leaves, first }: Block, size: number): void {
  if (first !== size) throw fuzzError("FUZZ_STATE", { what: "a gap", first, size });
  for (const [i, leaf] of leaves.entries()) {
    const fact = decodeFact(first + i, leaf);
    const again = isTombstone(fact) ? new Uint8Array(0) : encodeFact(fact);
    if (!equalBytes(again, leaf)) throw fuzzError("FUZZ_ROUND_TRIP", { leaf: i });
  }
}

/** Sent again it is answered as the first time. */
function checkKnown(world: World, transaction: Transaction, { results }: Block): void {
  const [first] = results;
  const again = world.ledger.known(transaction);
  if (again?.index !== first?.index || again?.code !== first?.code) {
    throw fuzzError("FUZZ_STATE", { what: "another answer to what is known" });
  }
}
