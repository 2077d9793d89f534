import { equalBytes } from "#src/base/bytes.js";
import { isCoded } from "#src/base/errors.js";
import { toHex } from "#src/base/text.js";
import { parseCheckpoint } from "#src/crypto/checkpoint.js";
import { parseNote } from "#src/crypto/note.js";
import { rootOf } from "#src/crypto/prove-tree.js";
import { judgeCheckpoint } from "#src/crypto/trust.js";
import { transactionKey } from "#src/ledger/envelope.js";
import type { TransactionResult } from "#src/ledger/ledger.js";
import { TrustTerms } from "#src/node/copy/trust-terms.js";
import type { OpenedLedger } from "#src/node/open-ledger.js";
import { Auditor } from "../audit/auditor.js";
import { simError } from "../errors.js";

/** What the world outside sees of all agencies, and what must therefore hold of them together. */
export class Witness {
  readonly auditor: Auditor;
  /** Blocks with facts that somebody has shown. */
  blocks = 0;
  readonly #terms: TrustTerms;
  /** At the blocks' ends, by size. */
  readonly #roots = new Map<number, Uint8Array>();
  /** The largest size that each agency has shown, by its number. */
  readonly #shown: number[] = [];
  /** Texts of what was signed, by size. */
  readonly #signed = new Map<number, string>();
  readonly #acknowledged = new Map<string, TransactionResult>();

  constructor(network: { readonly name: string; readonly id: Uint8Array }) {
    this.auditor = new Auditor(network.id);
    this.#terms = new TrustTerms(network, (size) => this.#rootAt(size));
  }

  /**
   * An agency shows a checkpoint: no smaller one than before, with a quorum's signatures by the terms
   * of its size, of the one log that there is.
   * @throws SIM_VIOLATION, REPLAY_*; what reading throws
   */
  shown(agency: number, { published, log }: OpenedLedger): void {
    const { publication } = published;
    if (publication === null) throw violation("it answers, and shows nothing", { agency });
    const { size, root, note } = publication;
    if (size < (this.#shown[agency] ?? 0)) throw violation("a smaller size was shown", { agency });
    this.#shown[agency] = size;
    if (size > this.auditor.size) this.#read(log.readLeaves(this.auditor.size, size));
    if (!equalBytes(root, this.#rootAt(size))) {
      throw violation("another root was shown", { agency, size });
    }
    this.#judge(agency, size, note);
  }

  /** Nobody ever signs two roots for one size. @throws SIM_VIOLATION */
  signed(agency: number, note: string): void {
    const { text } = parseNote(note);
    const { size } = parseCheckpoint(text);
    const first = this.#signed.get(size) ?? text;
    this.#signed.set(size, first);
    if (first !== text) throw violation("two roots of one size were signed", { agency, size });
  }

  /** Somebody was told that their transaction is sealed. @throws SIM_VIOLATION */
  acknowledged(agency: number, result: TransactionResult): boolean {
    const { index, code } = result;
    const id = toHex(result.id);
    const facts = { agency, id, code };
    const first = this.#acknowledged.get(id);
    if (first !== undefined && (first.index !== index || first.code !== code)) {
      throw violation("another answer than the first", facts);
    }
    if (index >= (this.#shown[agency] ?? 0)) throw violation("an answer that is not shown", facts);
    const fact = this.auditor.state.get(transactionKey(result.id));
    if (fact?.index !== index || fact.value !== code) {
      throw violation("an answer that is not so", facts);
    }
    this.#acknowledged.set(id, result);
    return first === undefined;
  }

  /** A process that was started again has all that the agency has shown. @throws SIM_VIOLATION */
  reopened(agency: number, { log, tiles }: OpenedLedger): void {
    const size = this.#shown[agency] ?? 0;
    if (log.size < size) throw violation("what was shown is lost", { agency, size });
    if (size > 0 && !equalBytes(rootOf(size, tiles.node), this.#rootAt(size))) {
      throw violation("what was shown is contradicted", { agency, size });
    }
  }

  /** Everything that anybody was told stands in this agency's log too. @throws SIM_VIOLATION */
  checkAnswers(agency: number, { ledger }: OpenedLedger): void {
    for (const [id, result] of this.#acknowledged) {
      const fact = ledger.state.get(transactionKey(result.id));
      if (fact?.index === result.index && fact.value === result.code) continue;
      throw violation("an answer is lost", { agency, id });
    }
  }

  #read(leaves: readonly Uint8Array[]): void {
    for (const leaf of leaves) {
      for (const block of this.auditor.take([leaf])) {
        this.#roots.set(block.size, block.root);
        this.#terms.take(block, this.auditor.state);
        this.blocks++;
      }
    }
  }

  #rootAt(size: number): Uint8Array {
    const root = this.#roots.get(size);
    if (root === undefined) throw violation("not the end of a block", { size });
    return root;
  }

  #judge(agency: number, size: number, note: string): void {
    const terms = this.#terms.at(size);
    try {
      if (terms !== null) judgeCheckpoint(note, terms);
    } catch (error) {
      const code = isCoded(error) ? error.code : "";
      throw violation("shown without a quorum", { agency, size, code }, error);
    }
  }
}

function violation(what: string, facts: Record<string, string | number>, cause?: unknown): Error {
  return simError("SIM_VIOLATION", { what, ...facts }, cause);
}
