import type { Chance } from "./run/chance.js";

/** One thing that takes what anybody sends. Every input is bytes, so that one can be kept and repeated. */
export type Target = {
  readonly name: string;
  readonly kind: "decoders" | "execution" | "http";
  /** Inputs for each one of a target that says nothing: less for what takes long. */
  readonly weight?: number;
  readonly make: (chance: Chance) => Uint8Array;
  /**
   * What became of the input: what was accepted ("ok" or a finer name) or the code of the refusal.
   * Anything thrown is a finding; a refusal that `refusals` does not match is one too.
   */
  readonly run: (input: Uint8Array) => string | Promise<string>;
  /** Codes with which the input may be refused, as the target's `@throws` has them. */
  readonly refusals: RegExp;
  /** Readies what `make` and `run` need, once before both. */
  readonly open?: () => Promise<void>;
  /** Ends what the target has opened. */
  readonly close?: () => Promise<void>;
};
