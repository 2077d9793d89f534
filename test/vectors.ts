import { sharedJson } from "./shared.js";

export type Case<Fields> = Fields & { name: string; note: string; valid: boolean; error?: string };

/** A file of the normative vectors with its cases, or null where they are missing. */
export function vectorFile<Fields, Rest = unknown>(
  name: string,
): ({ cases: Case<Fields>[] } & Rest) | null {
  return sharedJson(`vectors/${name}`);
}
