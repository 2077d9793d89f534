import { type Format, formatFor } from "./format.js";
import { english, type Messages } from "./messages.js";
import type { FrameView } from "./view.js";

/** A language's words together with its numbers and times. */
export type Speech = { readonly say: Messages; readonly as: Format; readonly timeZone: string };

/** One takes as long to make as a small page, and there are few: languages, time zones of nodes. */
const formats = new Map<string, Format>();
const catalogues: Readonly<Record<string, Messages>> = { en: english };

/** The catalogue of the tag's language, English where there is none. */
export function speechFor(view: Pick<FrameView, "language" | "timeZone">): Speech {
  const say = catalogues[view.language.toLowerCase().split("-")[0] as string] ?? english;
  const { timeZone } = view;
  const place = `${say.locale} ${timeZone}`;
  const as = formats.get(place) ?? formatFor(say.locale, timeZone);
  formats.set(place, as);
  return { say, as, timeZone };
}

/** First-strong isolation (Unicode TR9) of a name from right to left inside a sentence. */
export function isolated(name: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}
