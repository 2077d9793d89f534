import { type Format, formatFor } from "./format.js";
import { english, type Messages } from "./messages.js";
import type { FrameView } from "./view.js";

/** A language's words together with its numbers and times. */
export type Speech = { readonly say: Messages; readonly as: Format; readonly timeZone: string };

const catalogues: Readonly<Record<string, Messages>> = { en: english };

/** The catalogue of the tag's language, English where there is none. */
export function speechFor(view: Pick<FrameView, "language" | "timeZone">): Speech {
  const say = catalogues[view.language.toLowerCase().split("-")[0] as string] ?? english;
  return { say, as: formatFor(say.locale, view.timeZone), timeZone: view.timeZone };
}

/** First-strong isolation (Unicode TR9) of a name from right to left inside a sentence. */
export function isolated(name: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(name) ? `\u2068${name}\u2069` : name;
}
