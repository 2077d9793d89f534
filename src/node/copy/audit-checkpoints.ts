import { equalBytes } from "../../base/bytes.js";
import { isCoded } from "../../base/errors.js";
import { type Checkpoint, parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import { judgeCheckpoint, type TrustFile } from "../../crypto/trust.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import type { StateReader } from "../../ledger/state.js";
import type { SegmentLog } from "../../storage/log/segment-log.js";
import { nodeError } from "../errors.js";
import { BlockRoots } from "./block-roots.js";
import { TrustTerms } from "./trust-terms.js";

/** Holds signed checkpoints against the log that is being audited. */
export class AuditCheckpoints {
  readonly #roots = new BlockRoots();
  readonly #terms: TrustTerms;
  readonly #notes: Iterator<{ readonly index: number; readonly text: string }>;
  #next: IteratorResult<{ readonly index: number; readonly text: string }, unknown>;
  #count = 0;
  #size = 0;

  constructor(log: SegmentLog, network: { readonly name: string; readonly id: Uint8Array }) {
    this.#terms = new TrustTerms(network, (size) => this.#rootAt(size));
    this.#notes = notesOf(log);
    this.#next = this.#notes.next();
  }

  /** Those of the log that hold. */
  get count(): number {
    return this.#count;
  }

  /** The next block, and every checkpoint that stands behind it. @throws AUDIT_*, TRUST_* */
  take(block: ReplayedBlock, state: StateReader): void {
    this.#size = block.size;
    this.#roots.push(block.size, block.root);
    this.#terms.take(block, state);
    for (let next = this.#next; next.done !== true; next = this.#next) {
      const { index, text } = next.value;
      if (index > block.size) return;
      this.#judge(index, text);
      this.#count++;
      this.#next = this.#notes.next();
    }
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

  close(): void {
    this.#notes.return?.();
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

/** Where the log is damaged they end: the leaves' own reading says where that is. */
function* notesOf(log: SegmentLog): Generator<{ readonly index: number; readonly text: string }> {
  try {
    yield* log.checkpoints();
  } catch (error) {
    if (!isCoded(error) || error.code !== "LOG_CORRUPT") throw error;
  }
}
