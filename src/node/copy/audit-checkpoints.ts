import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { type Checkpoint, parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import { judgeCheckpoint, type TrustFile } from "../../crypto/trust.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import type { StateReader } from "../../ledger/state.js";
import { nodeError } from "../errors.js";
import { BlockRoots } from "./block-roots.js";
import { TrustTerms } from "./trust-terms.js";

/** `index`: of the next fact where it stands in the log. */
export type Note = { readonly index: number; readonly text: string };

/** Holds signed checkpoints against the log that is being audited. */
export class AuditCheckpoints {
  readonly #roots = new BlockRoots();
  readonly #terms: TrustTerms;
  /** Read, while the blocks before them are not judged yet. */
  #notes: Note[] = [];
  #count = 0;
  #size = 0;

  constructor(network: { readonly name: string; readonly id: Uint8Array }) {
    this.#terms = new TrustTerms(network, (size) => this.#rootAt(size));
  }

  /** Those of the log that hold. */
  get count(): number {
    return this.#count;
  }

  /** A checkpoint as it stands in the log, to be judged after the block before it. */
  readonly read = (note: Note): void => {
    this.#notes.push(note);
  };

  /** The next block, and every checkpoint that stands behind it. @throws AUDIT_*, TRUST_* */
  take(block: ReplayedBlock, state: StateReader): void {
    this.#size = block.size;
    this.#roots.push(block.size, block.root);
    this.#terms.take(block, state);
    this.#judgeRead();
  }

  /** Judges what was read after the last block. @throws AUDIT_* */
  finish(): void {
    this.#judgeRead();
  }

  /**
   * A checkpoint from elsewhere, by the log's own terms and by a trust file.
   * @throws AUDIT_*
   */
  compare(text: string, trust: TrustFile | null): void {
    const { size } = readCheckpoint(this.#size, text);
    if (size > this.#size) throw nodeError("AUDIT_SHORT", { index: this.#size, signed: size });
    const index = Math.max(0, size - 1);
    this.#judge(index, text);
    if (trust !== null) judge(index, text, trust);
  }

  /** @throws LOG_ROOT where the log has another root at that size */
  compareRecord({ size, root }: Pick<Checkpoint, "size" | "root">): void {
    const own = this.#roots.at(size);
    if (own !== null && equalBytes(own, root)) return;
    throw nodeError("LOG_ROOT", { index: size - 1, size });
  }

  #judgeRead(): void {
    const ahead = this.#notes.findIndex(({ index }) => index > this.#size);
    for (const { index, text } of this.#notes.splice(0, ahead < 0 ? this.#notes.length : ahead)) {
      this.#judge(index, text);
      this.#count++;
    }
  }

  /** @param index of the next fact where the checkpoint stands, since it is none itself */
  #judge(index: number, text: string): void {
    const { size, root } = readCheckpoint(index, text);
    const own = this.#roots.at(size);
    if (own === null || !equalBytes(own, root)) throw nodeError("AUDIT_ROOT", { index, size });
    const trust = this.#terms.at(size);
    if (trust === null) throw nodeError("AUDIT_CHECKPOINT", { index, size });
    judge(index, text, trust);
  }

  #rootAt(size: number): Uint8Array {
    const root = this.#roots.at(size);
    if (root === null) throw nodeError("AUDIT_ROOT", { index: this.#size - 1, size });
    return root;
  }
}

function readCheckpoint(index: number, text: string): Checkpoint {
  try {
    return parseCheckpoint(parseNote(text).text);
  } catch (error) {
    throw badCheckpoint(index, error);
  }
}

function judge(index: number, text: string, trust: TrustFile): void {
  try {
    judgeCheckpoint(text, trust);
  } catch (error) {
    throw badCheckpoint(index, error);
  }
}

function badCheckpoint(index: number, error: unknown): unknown {
  if (!isCoded(error)) return error;
  return nodeError("AUDIT_CHECKPOINT", { index, code: error.code }, error);
}
