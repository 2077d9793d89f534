import { setTimeout } from "node:timers/promises";
import { fuzzError } from "../errors.js";

/** Bytes in use after a collection; needs `--expose-gc`. */
export async function heapAfterCollection(): Promise<number> {
  const collect = globalThis.gc;
  if (collect === undefined) throw fuzzError("FUZZ_USAGE", { needs: "--expose-gc" });
  // The second waits for the buffers that the first one still frees in the background.
  for (let time = 0; time < 2; time++) {
    await setTimeout(0);
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export type Sample = { readonly inputs: number; readonly bytes: number };

/** Bytes an input, by least squares over the later half: in the first one code is still compiled. */
export function slopeOf(samples: readonly Sample[]): number {
  const late = samples.slice(samples.length >> 1);
  const count = late.length;
  if (count < 2) return 0;
  const meanInputs = late.reduce((sum, { inputs }) => sum + inputs, 0) / count;
  const meanBytes = late.reduce((sum, { bytes }) => sum + bytes, 0) / count;
  let top = 0;
  let bottom = 0;
  for (const { inputs, bytes } of late) {
    top += (inputs - meanInputs) * (bytes - meanBytes);
    bottom += (inputs - meanInputs) ** 2;
  }
  return top / bottom;
}
