import { type CounterfoilError, isCoded } from "../../base/errors.js";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { verifyCosignature } from "../../crypto/cosignature.js";
import { isKeyOf, parseNote } from "../../crypto/note.js";
import { judgeCheckpoint, parseTrustFile, type TrustFile } from "../../crypto/trust.js";

export type CheckedNote = {
  readonly quorum: number;
  /** When each agency cosigned, in seconds since 1970: verified ones alone. */
  readonly signed: ReadonlyMap<string, number>;
  /** Why nothing counts; null where all lines hold, be they enough or not. */
  readonly fault: CounterfoilError | null;
};

/**
 * Verifies a signed checkpoint as a stranger would, and tells who cosigned it. A quorum that is not
 * there is no fault of the note: the page says so.
 */
export function checkNote(note: string, trustText: string): CheckedNote {
  const trust = parseTrustFile(trustText);
  const { quorum } = trust;
  try {
    judgeCheckpoint(note, trust);
  } catch (error) {
    if (!isCoded(error)) throw error;
    if (error.code !== "CHECKPOINT_THRESHOLD") return { quorum, signed: new Map(), fault: error };
  }
  return { quorum, signed: cosigners(note, trust), fault: null };
}

function cosigners(noteText: string, trust: TrustFile): Map<string, number> {
  const { text, signatures } = parseNote(noteText);
  const { size } = parseCheckpoint(text);
  const valid = trust.agencies.filter(
    ({ from, to, compromised }) => !compromised && from <= size && (to === null || size <= to),
  );
  const newest = new Map<string, number>();
  for (const { agency, vkey } of valid) {
    for (const line of signatures) {
      if (!isKeyOf(vkey, line)) continue;
      const time = verifyCosignature(vkey, line, text);
      newest.set(agency, Math.max(time, newest.get(agency) ?? 0));
    }
  }
  return newest;
}
