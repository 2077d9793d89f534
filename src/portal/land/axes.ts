import type { EntryView } from "./view.js";

/** Units of the drawing, which are CSS pixels at full size. */
export const axesHeight = 186;
export const axesWidths = { wide: 720, narrow: 288 } as const;

const MARGIN = 30;
const DAY = 86_400_000;
/** Years between two marks: the first of these that leaves room for their numbers. */
const yearSteps = [1, 2, 5, 10, 20, 50, 100, 200] as const;
/** A year's number needs so much room. */
const YEAR_ROOM = 64;

export type Beam = {
  /** Numbers of the entries that share it: "5, 6". */
  readonly text: string;
  /** Null where nobody knows since when in law. */
  readonly law: number | null;
  readonly register: number;
  readonly textX: number;
};
export type Axes = {
  readonly width: number;
  readonly years: readonly { readonly year: number; readonly x: number }[];
  readonly beams: readonly Beam[];
};

/**
 * Each entry as a beam from the day of its effect in law to the day of its registration.
 * @param entries that were registered, oldest first: they are numbered from 1
 */
export function axesOf(entries: readonly EntryView[], width: number, nowMs: number): Axes {
  const times = entries.flatMap(({ inLawMs, decidedMs }) =>
    [inLawMs ?? [], decidedMs ?? []].flat(),
  );
  const least = Math.min(nowMs, ...times);
  // A title of a week's age still shows a stretch of time that can be drawn.
  const from = Math.min(least, nowMs - 360 * DAY);
  const span = (nowMs - from) * 1.04;
  const round = (value: number): number => Math.round(value * 10) / 10;
  const place = (ms: number): number => round(MARGIN + ((ms - from) / span) * (width - 2 * MARGIN));
  return { width, years: yearsOf(from, from + span, width, place), beams: beamsOf(entries, place) };
}

function yearsOf(from: number, to: number, width: number, place: (ms: number) => number) {
  const [first, last] = [new Date(from).getUTCFullYear(), new Date(to).getUTCFullYear()];
  const room = (width - 2 * MARGIN) / YEAR_ROOM;
  const step = yearSteps.find((years) => (last - first + 1) / years <= room) ?? 500;
  const years: { year: number; x: number }[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    const ms = Date.UTC(year, 0, 1);
    if (ms >= from && ms <= to) years.push({ year, x: place(ms) });
  }
  return years;
}

/** Beams closer than this cannot be told apart and share one number. */
const APART = 24;

function beamsOf(entries: readonly EntryView[], place: (ms: number) => number): Beam[] {
  const beams: { numbers: number[]; law: number | null; register: number }[] = [];
  for (const [i, { inLawMs, decidedMs }] of entries.entries()) {
    const law = inLawMs === null ? null : place(inLawMs);
    const register = place(decidedMs ?? 0);
    const same = beams.find(
      (beam) =>
        Math.abs(beam.register - register) < APART &&
        Math.abs((beam.law ?? beam.register) - (law ?? register)) < APART,
    );
    if (same === undefined) beams.push({ numbers: [i + 1], law, register });
    else same.numbers.push(i + 1);
  }
  return beams.map(({ numbers, law, register }) => ({
    text: shortList(numbers),
    law,
    register,
    textX: (register + (law ?? register)) / 2,
  }));
}

/** "5, 6" or "3–9": beams that share a place come one after another. */
function shortList(numbers: readonly number[]): string {
  const [first, last] = [numbers[0], numbers.at(-1)];
  return numbers.length > 2 ? `${first}–${last}` : numbers.join(", ");
}
