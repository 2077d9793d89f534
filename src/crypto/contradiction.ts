import { equalBytes } from "../base/bytes.js";
import { parseCheckpoint } from "./checkpoint.js";
import { parseNote } from "./note.js";
import { cosignersOf, type TrustFile } from "./trust.js";

/** Two signed checkpoints of one size with different roots: no log has both. */
export type Contradiction = {
  readonly size: number;
  /** Agencies that cosigned both, sorted. */
  readonly signedBoth: readonly string[];
};

/** Null where one log may have both; of different sizes that is not looked at. @throws NOTE_*, CHECKPOINT_* */
export function contradictionOf(
  one: string,
  other: string,
  trust: TrustFile,
): Contradiction | null {
  const { size, root } = parseCheckpoint(parseNote(one).text);
  const beside = parseCheckpoint(parseNote(other).text);
  if (size !== beside.size || equalBytes(root, beside.root)) return null;
  return { size, signedBoth: signersOfBoth(one, other, trust) };
}

/** Agencies that cosigned both notes, sorted. @throws NOTE_*, CHECKPOINT_* */
export function signersOfBoth(one: string, other: string, trust: TrustFile): string[] {
  const others = new Set(cosignersOf(other, trust));
  return cosignersOf(one, trust).filter((agency) => others.has(agency));
}
