import { equalBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import { type Checkpoint, parseCheckpoint } from "../../crypto/checkpoint.js";
import { verifyCosignature } from "../../crypto/cosignature.js";
import {
  formatNote,
  makeVkey,
  type NoteSignature,
  parseNote,
  type Vkey,
  verifyNoteLine,
} from "../../crypto/note.js";
import { lineId } from "../../crypto/trust-rules.js";
import type { AgencyCosigner, Quorum } from "../../modules/governance/queries.js";
import { nodeError } from "../errors.js";

type Cosigned = {
  readonly agency: string;
  readonly line: NoteSignature;
  /** Of the cosignature, since 1970. */
  readonly seconds: number;
};

/** What agencies have signed, every line of it verified. */
export type Verified = {
  readonly checkpoint: Checkpoint;
  readonly text: string;
  readonly log: readonly NoteSignature[];
  readonly cosigned: readonly Cosigned[];
};

/**
 * The lines of a note that count by these keys, each verified strictly. Lines of other keys are left
 * out, so that nobody can put a bad one into what we serve.
 * @throws NOTE_*, CHECKPOINT_*, COSIGNATURE_*, COSIGN_ORIGIN, COSIGN_STRANGER where no agency has cosigned
 */
export function verifyNote(
  note: string,
  origin: string,
  keys: readonly AgencyCosigner[],
): Verified {
  const { text, signatures } = parseNote(note);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) throw nodeError("COSIGN_ORIGIN", { origin: checkpoint.origin });
  const log: NoteSignature[] = [];
  const cosigned: Cosigned[] = [];
  // One of each key: a note of anybody's may have a hundred copies of a line that verifies.
  const lines = new Map(signatures.map((line) => [lineId(line), line]));
  const take = (key: Vkey): NoteSignature[] => {
    const line = lines.get(lineId(key));
    lines.delete(lineId(key));
    return line === undefined ? [] : [line];
  };
  for (const { agency, logKey, cosignerKey } of keys) {
    const cosigner = makeVkey(agency, "cosignature/v1", cosignerKey);
    for (const line of take(cosigner)) {
      cosigned.push({ agency, line, seconds: verifyCosignature(cosigner, line, text) });
    }
    const logger = makeVkey(origin, "Ed25519", logKey);
    for (const line of take(logger)) {
      verifyNoteLine(logger, line, text);
      log.push(line);
    }
  }
  if (cosigned.length === 0) throw nodeError("COSIGN_STRANGER");
  return { checkpoint, text, log, cosigned };
}

type Gathered = {
  readonly checkpoint: Checkpoint;
  readonly text: string;
  readonly quorums: readonly Quorum[];
  /** By the name of the key that made it. */
  readonly log: Map<string, NoteSignature>;
  readonly cosigned: Map<string, Cosigned>;
  /** Agencies that have signed another root for this size. */
  readonly dissent: Set<string>;
};

/** Facts behind a closing checkpoint after which nobody sends signatures under it any more. */
const CLOSING_FACTS = 65_536;

/** Checkpoints whose signatures are gathered at a time: a later one makes the earlier good as well. */
const MOST_SIZES = 256;

/** Signatures of the checkpoints that this node has made itself, of each key the newest. */
export class CosignaturePool {
  readonly #bySize = new Map<number, Gathered>();

  /** Signatures of this checkpoint are gathered from now on. */
  expect(checkpoint: Checkpoint, text: string, quorums: readonly Quorum[]): void {
    if (this.#bySize.has(checkpoint.size)) return;
    this.#bySize.set(checkpoint.size, {
      checkpoint,
      text,
      quorums,
      log: new Map(),
      cosigned: new Map(),
      dissent: new Set(),
    });
    if (this.#bySize.size > MOST_SIZES) this.#forgetOne();
  }

  /** Whose signatures of this size count; null where nobody waits for any. */
  keys(size: number): readonly AgencyCosigner[] | null {
    return this.#bySize.get(size)?.quorums.flatMap(({ agencies }) => agencies) ?? null;
  }

  /** Whether it brought anything new. @throws COSIGN_FORK */
  add({ checkpoint, log, cosigned }: Verified): boolean {
    const gathered = this.#bySize.get(checkpoint.size);
    if (gathered === undefined) return false;
    const { size, root } = checkpoint;
    if (!equalBytes(gathered.checkpoint.root, root)) {
      const ours = toHex(gathered.checkpoint.root);
      for (const { agency } of cosigned) gathered.dissent.add(agency);
      throw nodeError("COSIGN_FORK", { size, theirs: toHex(root), ours });
    }
    const fresh = cosigned.filter(({ line, seconds }) => {
      const known = gathered.cosigned.get(lineId(line));
      return known === undefined || known.seconds < seconds;
    });
    for (const each of fresh) gathered.cosigned.set(lineId(each.line), each);
    for (const line of log) gathered.log.set(lineId(line), line);
    return fresh.length > 0;
  }

  /** Whether every set of agencies that must has signed; an agency counts once, however many keys it has. */
  isGood(size: number): boolean {
    const gathered = this.#bySize.get(size);
    return gathered?.quorums.every((quorum) => met(quorum, gathered)) ?? false;
  }

  /**
   * Whether so many have signed another root that this one can never be good: then it is ours that is wrong.
   * One that is good stays so, whatever those sign afterwards whose keys were stolen.
   */
  isHopeless(size: number): boolean {
    const gathered = this.#bySize.get(size);
    if (gathered === undefined || this.isGood(size)) return false;
    return gathered.quorums.some(({ agencies, threshold }) => {
      const left = new Set(agencies.map(({ agency }) => agency));
      for (const agency of gathered.dissent) left.delete(agency);
      return left.size < threshold;
    });
  }

  /** Whether nobody's signature is missing. */
  isWhole(size: number): boolean {
    const gathered = this.#bySize.get(size);
    return (
      gathered?.quorums.every((quorum) =>
        met({ ...quorum, threshold: quorum.agencies.length }, gathered),
      ) ?? true
    );
  }

  /** The note with all that was gathered, by the agencies' names. */
  note(size: number): string | null {
    const gathered = this.#bySize.get(size);
    if (gathered === undefined) return null;
    const cosigned = [...gathered.cosigned.values()]
      .sort(({ agency: one }, { agency: other }) => (one < other ? -1 : 1))
      .map(({ line }) => line);
    return formatNote({ text: gathered.text, signatures: [...gathered.log.values(), ...cosigned] });
  }

  /** The oldest, but for one that closes an epoch, whose signatures the next is followed by. */
  #forgetOne(): void {
    for (const [size, { quorums }] of this.#bySize) {
      if (quorums.length > 1) continue;
      this.#bySize.delete(size);
      return;
    }
  }

  /** Whether an epoch closes with it: both sets of agencies sign. */
  isClosing(size: number): boolean {
    return (this.#bySize.get(size)?.quorums.length ?? 0) > 1;
  }

  /** What was gathered of the oldest closing checkpoint that lacks a quorum; null where none does. */
  get openClosing(): string | null {
    for (const [size, { cosigned }] of this.#bySize) {
      if (this.isClosing(size) && cosigned.size > 0 && !this.isGood(size)) return this.note(size);
    }
    return null;
  }

  /**
   * Older ones are good already, by way of a later; but a closing one is how an old trust file follows,
   * and that takes its own signatures.
   */
  forgetBelow(size: number): void {
    for (const each of this.#bySize.keys()) {
      const kept = this.isClosing(each) && each + CLOSING_FACTS > size;
      if (each < size && !kept) this.#bySize.delete(each);
    }
  }
}

function met({ agencies, threshold }: Quorum, { cosigned }: Gathered): boolean {
  const signed = agencies.filter(({ agency, cosignerKey }) =>
    cosigned.has(lineId(makeVkey(agency, "cosignature/v1", cosignerKey))),
  );
  return new Set(signed.map(({ agency }) => agency)).size >= threshold;
}
