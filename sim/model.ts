import { equalBytes } from "#src/base/bytes.js";
import { isCoded } from "#src/base/errors.js";
import { toHex } from "#src/base/text.js";
import { consistencyPath, rootOf } from "#src/crypto/prove-tree.js";
import { checkConsistency } from "#src/crypto/tree.js";
import { transactionKey } from "#src/ledger/envelope.js";
import type { TransactionResult } from "#src/ledger/ledger.js";
import type { OpenedLedger } from "#src/node/open-ledger.js";
import { Auditor } from "./audit/auditor.js";
import { simError } from "./errors.js";
import type { Submission } from "./workload/workload.js";

/** What was published, as somebody outside keeps it. */
type Published = { readonly size: number; readonly root: Uint8Array };

/** What the world outside knows of the node, and what must therefore hold. */
export class Model {
  readonly auditor: Auditor;
  /** By id in hex: what was answered. */
  readonly #acknowledged = new Map<string, TransactionResult>();
  /** Answered since the node was last opened. */
  #fresh: TransactionResult[] = [];
  #published: Published = { size: 0, root: new Uint8Array(32) };
  #checked: Published | null = null;
  #unchecked: Published[] = [];
  #unjudged: { readonly submission: Submission; readonly result: TransactionResult }[] = [];
  /** Blocks that were published. */
  blocks = 0;

  constructor(network: Uint8Array) {
    this.auditor = new Auditor(network);
  }

  get published(): Published {
    return this.#published;
  }

  /** The node shows this from now on. @throws SIM_VIOLATION where it showed more, or another root */
  announce({ size, root }: Published): void {
    const before = this.#published;
    if (size < before.size) throw violation("a smaller size was published", { size });
    if (size === before.size) {
      if (!equalBytes(root, before.root)) throw violation("another root was published", { size });
      return;
    }
    this.#published = { size, root };
    this.#unchecked.push(this.#published);
  }

  /**
   * What was announced goes on from what was before, and its facts are what the rules and execution
   * give. Where reading fails it can be asked again.
   * @throws SIM_VIOLATION, REPLAY_*, TREE_CONSISTENCY; what reading throws
   */
  check(stores: OpenedLedger): void {
    for (const published of [...this.#unchecked]) {
      this.#checkOne(stores, published);
      this.#unchecked.shift();
      this.#checked = published;
    }
    for (const { submission, result } of this.#unjudged.splice(0)) this.#judge(submission, result);
  }

  #checkOne({ log, tiles, index, ledger }: OpenedLedger, { size, root }: Published): void {
    const before = this.#checked;
    if (before !== null) {
      const path = consistencyPath(before.size, size, tiles.node);
      checkConsistency(before.size, before.root, size, root, path);
    }
    const { state } = this.auditor;
    const leaves = this.auditor.size < size ? log.readLeaves(this.auditor.size, size) : [];
    for (const block of this.auditor.take(leaves)) {
      this.blocks++;
      if (block.size === size && !equalBytes(block.root, root)) {
        throw violation("another root than the facts have was published", { size });
      }
      for (const fact of ledger.size === size ? block.facts : []) {
        if (!("key" in fact) || index.get(fact.key)?.index === state.get(fact.key)?.index) continue;
        throw violation("the index lacks a fact", { key: fact.key });
      }
    }
    if (this.auditor.size !== size) throw violation("not the end of a block", { size });
  }

  /**
   * An answer that somebody has. Answers whether it is the first for its transaction.
   * @throws SIM_VIOLATION
   */
  acknowledge(submission: Submission, result: TransactionResult): boolean {
    const isFirst = !this.#acknowledged.has(toHex(result.id));
    if (this.#unchecked.length === 0) this.#judge(submission, result);
    else this.#unjudged.push({ submission, result });
    return isFirst;
  }

  /** Answers are given of what is published, the same for the same transaction. */
  #judge({ kind, type }: Submission, result: TransactionResult): void {
    const id = toHex(result.id);
    const facts = { id, type, kind, code: result.code };
    const first = this.#acknowledged.get(id);
    if (first !== undefined && (first.index !== result.index || first.code !== result.code)) {
      throw violation("another answer than the first", facts);
    }
    const fact = this.auditor.state.get(transactionKey(result.id));
    if (fact?.index !== result.index || fact.value !== result.code) {
      throw violation("an answer that is not published", facts);
    }
    if (unacceptable.has(kind)) throw violation("what may not come in was answered", facts);
    this.#acknowledged.set(id, result);
    this.#fresh.push(result);
  }

  /** Nothing that was answered or published is lost. @throws SIM_VIOLATION; what reading throws */
  reopened({ log, tiles, ledger }: OpenedLedger): void {
    const { size, root } = this.#published;
    if (log.size < size) throw violation("published facts are lost", { size, left: log.size });
    if (size > 0 && !equalBytes(rootOf(size, tiles.node), root)) {
      throw violation("a published root is contradicted", { size });
    }
    for (const { id, index, code } of this.#fresh) {
      const fact = ledger.state.get(transactionKey(id));
      if (fact?.index === index && fact.value === code) continue;
      throw violation("an answer is lost", { id: toHex(id), index, code });
    }
    this.#fresh = [];
  }
}

/** What is refused at the door leaves no trace, and what is right is refused only by the door. @throws SIM_VIOLATION */
export function checkRefusal({ kind, type }: Submission, error: unknown): void {
  if (!isCoded(error)) throw violation("an error without a code", { kind, type }, error);
  if (kind === "right" && !doors.test(error.code)) {
    throw violation("a right transaction was refused", { type, code: error.code }, error);
  }
}

/** Their bytes are no transaction of this network. */
const unacceptable = new Set<string>(["other network", "other signature", "damaged"]);

/** Codes by which a node turns away what is right: it is full, it stops, or who signs lost their key. */
const doors = /^(?:ENGINE_|ADMIT_STRANGER$|ADMIT_EXPIRED$|ADMIT_VALIDITY$)/;

function violation(what: string, facts: Record<string, string | number>, cause?: unknown): Error {
  return simError("SIM_VIOLATION", { what, ...facts }, cause);
}
