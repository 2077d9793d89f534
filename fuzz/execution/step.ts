import type { Cbor } from "#src/codec/cbor-value.js";

/** One transaction as whoever sends it chooses it. */
export type Step = {
  readonly type: string;
  readonly body: Cbor;
  /** Numbers of actors. */
  readonly signers: readonly number[];
  /** ms after the block before. */
  readonly after: number;
  /** ms from then on. */
  readonly valid: number;
};

/** An input: the world that it is sent to, and steps, each in a block of its own. */
export type Scenario = { readonly world: number; readonly steps: readonly Step[] };
