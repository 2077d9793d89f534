import { equalBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import { type Checkpoint, parseCheckpoint } from "../../crypto/checkpoint.js";
import { verifyCosignature } from "../../crypto/cosignature.js";
import {
  formatNote,
  isKeyOf,
  makeVkey,
  type NoteSignature,
  parseNote,
  verifyNoteLine,
} from "../../crypto/note.js";
import { nodeError } from "../errors.js";

/** An agency's two keys, raw. */
export type CosignerKeys = {
  readonly agency: string;
  readonly logKey: Uint8Array;
  readonly cosignerKey: Uint8Array;
};

export type Terms = {
  readonly keys: readonly CosignerKeys[];
  /** Agencies whose cosignatures make a checkpoint good. */
  readonly threshold: number;
};

type Cosigned = { readonly line: NoteSignature; readonly seconds: number };
type Signed = {
  readonly checkpoint: Checkpoint;
  readonly text: string;
  readonly log: NoteSignature[];
};

/** What one agency has signed, every line of it verified. */
export type Verified = Signed & { readonly agency: string; readonly cosigned: Cosigned };

/**
 * One agency's note: its cosignature, and the line of its log key where it bears one. Lines of other
 * keys are left out, so that nobody can put a bad one into what we serve.
 * @throws NOTE_*, CHECKPOINT_*, COSIGNATURE_*, COSIGN_ORIGIN, COSIGN_STRANGER
 */
export function verifyNote(note: string, origin: string, keys: readonly CosignerKeys[]): Verified {
  const { text, signatures } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) throw nodeError("COSIGN_ORIGIN", { origin: checkpoint.origin });
  for (const { agency, logKey, cosignerKey } of keys) {
    const cosigner = makeVkey(agency, "cosignature/v1", cosignerKey);
    const line = signatures.find((each) => isKeyOf(cosigner, each));
    if (line === undefined) continue;
    const seconds = verifyCosignature(cosigner, line, text);
    const logger = makeVkey(origin, "Ed25519", logKey);
    const log = signatures.filter((each) => isKeyOf(logger, each)).slice(0, 1);
    for (const each of log) verifyNoteLine(logger, each, text);
    return { checkpoint, text, log, agency, cosigned: { line, seconds } };
  }
  throw nodeError("COSIGN_STRANGER");
}

type Gathered = Signed & { readonly cosigned: Map<string, Cosigned> };

/** Signatures of the checkpoints that this node has made itself, of each agency the newest. */
export class CosignaturePool {
  readonly #bySize = new Map<number, Gathered>();

  /** Signatures of this checkpoint are gathered from now on. */
  expect(checkpoint: Checkpoint, text: string): void {
    const { size } = checkpoint;
    if (!this.#bySize.has(size)) {
      this.#bySize.set(size, { checkpoint, text, log: [], cosigned: new Map() });
    }
  }

  /** False where nobody waits for signatures of this size. @throws COSIGN_FORK */
  add({ checkpoint, agency, log, cosigned }: Verified): boolean {
    const gathered = this.#bySize.get(checkpoint.size);
    if (gathered === undefined) return false;
    if (!equalBytes(gathered.checkpoint.root, checkpoint.root)) {
      throw nodeError("COSIGN_FORK", {
        agency,
        size: checkpoint.size,
        theirs: toHex(checkpoint.root),
        ours: toHex(gathered.checkpoint.root),
      });
    }
    const known = gathered.cosigned.get(agency);
    if (known !== undefined && known.seconds >= cosigned.seconds) return false;
    gathered.cosigned.set(agency, cosigned);
    if (known === undefined) gathered.log.push(...log);
    return true;
  }

  /** How many agencies have signed it. */
  count(size: number): number {
    return this.#bySize.get(size)?.cosigned.size ?? 0;
  }

  /** The note with all that was gathered, by the agencies' names. */
  note(size: number): string | null {
    const gathered = this.#bySize.get(size);
    if (gathered === undefined) return null;
    const cosigned = [...gathered.cosigned]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { line }]) => line);
    return formatNote({ text: gathered.text, signatures: [...gathered.log, ...cosigned] });
  }

  /** Older ones are good already, by way of a later. */
  forgetBelow(size: number): void {
    for (const each of this.#bySize.keys()) if (each < size) this.#bySize.delete(each);
  }
}
