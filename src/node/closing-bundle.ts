import { isCoded } from "../base/errors.js";
import { formatNote, type Note, parseNote } from "../crypto/note.js";
import { judgeCheckpoint, parseTrustFile, type TrustFile } from "../crypto/trust.js";
import { lineId } from "../crypto/trust-rules.js";
import { changeKey } from "../ledger/approved-change.js";
import type { Reader } from "../ledger/module.js";
import { type BundleStep, encodeProofBundle } from "../ledger/proof-bundle.js";
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

/** Makes the proof bundle (docs/reference/formats.md); a step never changes once it is there. */
export class ClosingBundle {
  readonly #shown: Shown;
  readonly #steps: (BundleStep | null)[] = [];
  /** Size of the log when a closing checkpoint was last found to lack signatures. */
  #lacking = -1;

  constructor(shown: Shown) {
    this.#shown = shown;
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
    if (this.#lacking === published.size) throw proveError("PROVE_UNSIGNED", { epoch, size });
    const note = this.#closingNote(size, parseTrustFile(this.#shown.trust()));
    if (note === null) {
      this.#lacking = published.size;
      throw proveError("PROVE_UNSIGNED", { epoch, size });
    }
    const { fact } = await this.#shown.versionAt(changeKey(epoch), size);
    return proveStep(published, note, fact.index, size);
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

function isGood(note: string, trust: TrustFile): boolean {
  try {
    judgeCheckpoint(note, trust);
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}
