import { toHex } from "../base/text.js";
import { type JudgedCheckpoint, judgeCheckpoint, type TrustFile } from "../crypto/trust.js";
import { checkInclusionSignature, type Inclusion } from "./inclusion.js";

/** Checkpoints that are remembered: a note is half a kilobyte, and has few log keys. */
const REMEMBERED = 64;

/** A signed note that holds by the trust file, and the log keys that were seen to sign its root. */
type Remembered = { readonly judged: JudgedCheckpoint; readonly logSignatures: Set<string> };

/**
 * What one trust file has found good: the next receipt under the same note is spared its signatures.
 * Nothing is remembered of what was refused, and only the very same bytes are found again.
 */
export class JudgedCheckpoints {
  readonly #trust: TrustFile;
  /** By the note's whole text; the one longest unused comes first. */
  readonly #notes = new Map<string, Remembered>();

  constructor(trust: TrustFile) {
    this.#trust = trust;
  }

  /** @throws as `judgeCheckpoint` */
  judge(note: string): JudgedCheckpoint {
    return this.#remembered(note).judged;
  }

  /** The log key has signed the note's root, as an RFC 9942 receipt shows. @throws INCLUSION_SIGNATURE */
  checkLogSignature(note: string, inclusion: Inclusion, logKey: Uint8Array): void {
    const { judged, logSignatures } = this.#remembered(note);
    const signature = `${toHex(inclusion.kid)}${toHex(inclusion.signature)}`;
    if (logSignatures.has(signature)) return;
    checkInclusionSignature(inclusion, judged.checkpoint.root, logKey);
    // Ed25519 is deterministic: an honest log key has one. Others are checked each time.
    if (logSignatures.size < judged.logKeys.length) logSignatures.add(signature);
  }

  #remembered(note: string): Remembered {
    const known = this.#notes.get(note) ?? {
      judged: judgeCheckpoint(note, this.#trust),
      logSignatures: new Set(),
    };
    this.#notes.delete(note);
    this.#notes.set(note, known);
    for (const oldest of this.#notes.keys()) {
      if (this.#notes.size <= REMEMBERED) break;
      this.#notes.delete(oldest);
    }
    return known;
  }
}
