import { RecentValues } from "../base/recent-values.js";
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
  /** By the note's whole text. */
  readonly #notes = new RecentValues<string, Remembered>(REMEMBERED);

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
    const known = this.#notes.get(note);
    if (known !== undefined) return known;
    const judged = judgeCheckpoint(note, this.#trust);
    const remembered: Remembered = { judged, logSignatures: new Set() };
    this.#notes.set(note, remembered, 1);
    return remembered;
  }
}
