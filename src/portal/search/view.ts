import type { english } from "../messages.js";
import type { PageView } from "../view.js";

type Words = (typeof english)["search"];

/** Something that was found, and why. */
export type HitView = {
  readonly kind: keyof Words["kinds"];
  readonly id: string;
  readonly why: keyof Words["why"];
  /** The title that it belongs to; null for what belongs to none, or is one. */
  readonly title: string | null;
  /** Of an address and of a street, whose number is null. */
  readonly place: {
    readonly street: string;
    readonly number: string | null;
    readonly locality: string;
  } | null;
  /** Its page. */
  readonly address: string;
  /** The fact that proves it; null for a street. */
  readonly key: string | null;
  readonly index: number | null;
};

export type SearchView = PageView & {
  /** As it was typed; empty where nothing was asked for yet. */
  readonly asked: string;
  readonly hits: readonly HitView[];
  /** Whether there may be more than are shown. */
  readonly more: boolean;
};
