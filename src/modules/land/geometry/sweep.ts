import { type Box, boxesTouch } from "./bounding-box.js";

/** Called for a pair whose boxes touch; true ends the sweep. */
export type Visit<T> = (a: T, b: T) => boolean;

/** Every pair of one from `first` and one from `second` whose boxes touch, from left to right. */
export function sweepBetween<T extends Box>(
  first: readonly T[],
  second: readonly T[],
  visit: Visit<T>,
): void {
  const a = first.toSorted(byLeft);
  const b = second.toSorted(byLeft);
  let i = 0;
  let j = 0;
  let left = a[i];
  let right = b[j];
  while (left !== undefined && right !== undefined) {
    if (left.minX <= right.minX) {
      if (scan(left, b, j, visit)) return;
      left = a[++i];
    } else {
      const of = right;
      if (scan(of, a, i, (own, other) => visit(other, own))) return;
      right = b[++j];
    }
  }
}

/** Every unordered pair of `items` whose boxes touch, once. */
export function sweepWithin<T extends Box>(items: readonly T[], visit: Visit<T>): void {
  const sorted = items.toSorted(byLeft);
  for (const [i, item] of sorted.entries()) {
    if (scan(item, sorted, i + 1, visit)) return;
  }
}

function scan<T extends Box>(item: T, sorted: readonly T[], start: number, visit: Visit<T>) {
  for (let k = start; k < sorted.length; k++) {
    const other = sorted[k] as T;
    if (other.minX > item.maxX) return false;
    if (boxesTouch(item, other) && visit(item, other)) return true;
  }
  return false;
}

function byLeft(a: Box, b: Box): number {
  return a.minX - b.minX;
}
