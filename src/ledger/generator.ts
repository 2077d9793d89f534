import type { Cbor } from "../codec/cbor-value.js";
import type { Algorithm } from "./envelope.js";
import type { Reader } from "./module.js";
import type { RecordType } from "./record-type.js";

/** Chance that is given from outside: the same seed draws the same, wherever it is asked. */
export interface Chance {
  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number;
  bytes(length: number): Uint8Array;
}

export const pick = <Item>(chance: Chance, items: readonly Item[]): Item | undefined =>
  items[chance.below(Math.max(items.length, 1))];

/** A new key, with which the workload can sign from now on. */
export type FreshKey = {
  /** Thumbprint (RFC 9679) in hex. */
  readonly keyId: string;
  readonly coseKey: Uint8Array;
  readonly algorithm: Algorithm;
};

/** What a generator sees: the state as it is published, and chance. */
export type Scene = {
  readonly chance: Chance;
  /** ms since 1970; the block's time will be this or later. */
  readonly time: number;
  /** Of the published log. */
  readonly size: number;
  readonly reader: Reader;
  /** Id of some standing record of the type; null where there is none. */
  readonly some: (record: RecordType) => string | null;
  /** How many records of the type stand. */
  readonly count: (record: RecordType) => number;
  readonly freshKey: () => FreshKey;
  /** What generators want to know again later; to have forgotten it does no harm. */
  readonly notes: Map<string, Cbor>;
};

/** What is to be signed, and the ids of the keys that sign. */
export type Proposed = { readonly body: Cbor; readonly signers: readonly string[] };

/**
 * Makes a transaction of one type for the simulator, mostly such as execution takes, now and then
 * such as it refuses. Null where there is nothing in the state that it could be about.
 */
export type Generator = (scene: Scene) => Proposed | null;

/** By the type's name in its module. */
export type Generators = Readonly<Record<string, Generator>>;
