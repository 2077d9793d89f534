import { readFileSync } from "node:fs";
import { fromHex } from "#src/base/text.js";
import { root } from "../root.js";

/** Inputs to begin with, as they stand in `corpus/`: bytes in hex, or texts. */
export function texts(name: string): readonly string[] {
  return JSON.parse(readFileSync(new URL(`fuzz/corpus/${name}.json`, root), "utf8"));
}

export const bytes = (name: string): readonly Uint8Array[] => texts(name).map(fromHex);

/** An input that once showed a fault, made as small as it goes. */
export type Regression = {
  readonly target: string;
  /** In hex. */
  readonly input: string;
  /** What was wrong. */
  readonly found: string;
};

export function regressions(): readonly Regression[] {
  return JSON.parse(readFileSync(new URL("fuzz/corpus/findings.json", root), "utf8"));
}
