import { isCoded } from "../base/errors.js";
import { parseCheckpoint } from "../crypto/checkpoint.js";
import { formatNote, type Note, parseNote } from "../crypto/note.js";
import { judgeCheckpoint, parseTrustFile, type TrustFile } from "../crypto/trust.js";
import { lineId } from "../crypto/trust-rules.js";
import { changeKey } from "../ledger/approved-change.js";
import type { Reader } from "../ledger/module.js";
import { type BundleStep, decodeProofBundle, encodeProofBundle } from "../ledger/proof-bundle.js";
import { proveError, proveStep, type Version } from "../ledger/prove.js";
import { trustTerms } from "../modules/governance/queries.js";
import type { OpenedLedger } from "./open-ledger.js";

/** Facts behind a closing size up to which its signatures may have been gathered. */
const GATHERED_FACTS = 65_536;

/** The log as it is shown. */
type Shown = {
  readonly reader: Reader;
  readonly opened: Pick<OpenedLedger, "published" | "log">;
  trust(): string;
  versionAt(key: string, size: number): Version | Promise<Version>;
};

/** After nothing was found, until it is looked for again, ms. */
const AGAIN_MS = 5000;

/**
 * Makes the proof bundle (docs/reference/formats.md); a step never changes once it is there. Who joined
 * later, or was away when an epoch closed, has not all of the signatures, and takes them from others.
 */
export class ClosingBundle {
  readonly #shown: Shown;
  readonly #steps: (BundleStep | null)[] = [];
  readonly #others: () => AsyncIterable<Uint8Array>;
  #looking = false;
  /** Of `performance.now()`. */
  #notBefore = 0;

  /** @param others bundles of other agencies; they may ask for ours meanwhile */
  constructor(shown: Shown, others: () => AsyncIterable<Uint8Array>) {
    this.#shown = shown;
    this.#others = others;
  }

  /** @throws PROVE_UNSIGNED, PROVE_*, API_BUSY */
  async bytes(): Promise<Uint8Array> {
    const { epochs } = trustTerms(this.#shown.reader);
    for (let epoch = this.#steps.length; epoch < epochs.length - 1; epoch++) {
      const size = epochs[epoch]?.to ?? 0;
      const renewed = epochs[epoch + 1]?.lost !== null;
      this.#steps[epoch] = renewed ? null : await this.#step(epoch, size);
    }
    return encodeProofBundle(this.#steps);
  }

  async #step(epoch: number, size: number): Promise<BundleStep> {
    const { published } = this.#shown.opened;
    const note = await this.#find(epoch, size);
    if (note === null) throw proveError("PROVE_UNSIGNED", { epoch, size });
    const { fact } = await this.#shown.versionAt(changeKey(epoch), size);
    return proveStep(published, note, fact.index, size);
  }

  async #find(epoch: number, size: number): Promise<string | null> {
    // Whom it asks may ask it the same.
    if (this.#looking || performance.now() < this.#notBefore) return null;
    this.#looking = true;
    try {
      const trust = parseTrustFile(this.#shown.trust());
      const note = this.#closingNote(size, trust) ?? (await this.#ask(epoch, size, trust));
      if (note === null) this.#notBefore = performance.now() + AGAIN_MS;
      return note;
    } finally {
      this.#looking = false;
    }
  }

  async #ask(epoch: number, size: number, trust: TrustFile): Promise<string | null> {
    for await (const bundle of this.#others()) {
      const note = noteIn(bundle, epoch);
      // At a closing size the trust file says the root.
      if (note !== null && isGood(note, trust) && closes(note, size)) return note;
    }
    return null;
  }

  /** Signatures may have come one after the other: all lines for this size, until they are enough. */
  #closingNote(size: number, trust: TrustFile): string | null {
    const lines = new Map<string, Note["signatures"][number]>();
    for (const note of this.#shown.opened.log.checkpoints(size)) {
      if (note.index > size + GATHERED_FACTS) return null;
      if (note.size !== size) continue;
      const { text, signatures } = parseNote(note.text);
      for (const line of signatures) lines.set(lineId(line), line);
      const merged = formatNote({ text, signatures: [...lines.values()] });
      if (isGood(merged, trust)) return merged;
    }
    return null;
  }
}

const closes = (note: string, size: number): boolean =>
  parseCheckpoint(parseNote(note).text).size === size;

/** Null where the bundle is none, or has no such step. */
function noteIn(bundle: Uint8Array, epoch: number): string | null {
  try {
    return decodeProofBundle(bundle)[epoch]?.checkpoint ?? null;
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}

function isGood(note: string, trust: TrustFile): boolean {
  try {
    judgeCheckpoint(note, trust);
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}
