import type { Draw } from "./draw.js";

/** A call of the operating system at which a life ends (`fail-point.mjs`). */
export type FailPoint = {
  readonly op: "write" | "sync" | "rename" | "answer";
  /** Pattern of the file's path, or of the address that is answered. */
  readonly path: string;
  readonly when: "before" | "half" | "after";
  /** The n-th such call, at most. */
  readonly most: number;
};

const SEGMENT = "/log/[^/]+\\.seg$";
const RECORD = "/keys/record$";
const TILES = "/tiles/";
const SUBMIT = "wait=sealed$";

/** Every step from the log to the answer, before and after; what has no path of its own is met by chance. */
export const failPoints: Readonly<Record<string, FailPoint>> = {
  "before the log is written": { op: "write", path: SEGMENT, when: "before", most: 30 },
  "half of a block written": { op: "write", path: SEGMENT, when: "half", most: 30 },
  "log written, not synced": { op: "sync", path: SEGMENT, when: "before", most: 15 },
  "log synced, not recorded": { op: "sync", path: SEGMENT, when: "after", most: 15 },
  "half of the record written": { op: "write", path: RECORD, when: "half", most: 15 },
  "record written, not synced": { op: "sync", path: RECORD, when: "before", most: 15 },
  "recorded, not signed": { op: "sync", path: RECORD, when: "after", most: 15 },
  "half of a tile written": { op: "write", path: TILES, when: "half", most: 20 },
  "tiles written, not synced": { op: "sync", path: TILES, when: "before", most: 3 },
  "tiles' marker not renamed": { op: "rename", path: TILES, when: "before", most: 2 },
  "published, not answered": { op: "answer", path: SUBMIT, when: "before", most: 30 },
  answered: { op: "answer", path: SUBMIT, when: "after", most: 30 },
};

export type Life = {
  /** What ends it, as a person would say it. */
  readonly end: string;
  readonly point: (Omit<FailPoint, "most"> & { readonly nth: number }) | null;
  /** When it is ended at the latest, ms after it is ready. */
  readonly atMs: number;
};

/** Every third life ends at a moment, the others at a fail point, or where that does not come, at last. */
export function drawLife(draw: Draw): Life {
  const names = Object.keys(failPoints);
  const end = names[draw(Math.ceil(names.length * 1.5))];
  const known = end === undefined ? undefined : failPoints[end];
  if (end === undefined || known === undefined) {
    return { end: "at a moment", point: null, atMs: 5 + draw(600) };
  }
  const { most, ...point } = known;
  return { end, point: { ...point, nth: 1 + draw(most) }, atMs: 1500 };
}
