/** Tries that a finding is made smaller with: enough for inputs of a few hundred bytes. */
const MOST_TRIES = 4000;

/**
 * The shortest input that still `fails`, as far as taking out ever smaller pieces and then turning
 * bytes to zero leads (delta debugging; A. Zeller and R. Hildebrandt, 2002).
 */
export async function minimise(
  input: Uint8Array,
  fails: (input: Uint8Array) => boolean | Promise<boolean>,
): Promise<Uint8Array> {
  let best = input;
  let tries = 0;
  const attempt = async (smaller: Uint8Array): Promise<boolean> => {
    if (tries++ >= MOST_TRIES || !(await fails(smaller))) return false;
    best = smaller;
    return true;
  };
  for (let piece = best.length >> 1; piece > 0; piece >>= 1) {
    for (let at = 0; at < best.length; ) {
      if (!(await attempt(without(best, at, piece)))) at += piece;
    }
  }
  for (let at = 0; at < best.length; at++) {
    if (best[at] !== 0) await attempt(withZero(best, at));
  }
  return best;
}

function without(bytes: Uint8Array, at: number, count: number): Uint8Array {
  const rest = new Uint8Array(Math.max(at, bytes.length - count));
  rest.set(bytes.subarray(0, at));
  rest.set(bytes.subarray(at + count), at);
  return rest;
}

function withZero(bytes: Uint8Array, at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = 0;
  return changed;
}
