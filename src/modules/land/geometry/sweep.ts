import { type Box, boxesTouch } from "./bounding-box.js";
import { type Budget, cost } from "./budget.js";

/** Called for a pair whose boxes touch; true ends the sweep. */
export type Visit<T> = (a: T, b: T) => boolean;

/**
 * Every pair of one from `first` and one from `second` whose boxes touch, from left to right.
 * @throws LAND_WORK_LIMIT
 */
export function sweepBetween<T extends Box>(
  first: readonly T[],
  second: readonly T[],
  budget: Budget,
  visit: Visit<T>,
): void {
  budget.spend((first.length + second.length) * cost.sorted);
  const a = first.toSorted(byLeft);
  const b = second.toSorted(byLeft);
  let i = 0;
  let j = 0;
  let left = a[i];
  let right = b[j];
  while (left !== undefined && right !== undefined) {
    if (left.minX <= right.minX) {
      if (scan(left, b, j, budget, visit)) return;
      left = a[++i];
    } else {
      const of = right;
      if (scan(of, a, i, budget, (own, other) => visit(other, own))) return;
      right = b[++j];
    }
  }
}

/**
 * Every unordered pair of `items` whose boxes touch, once.
 * @throws LAND_WORK_LIMIT
 */
export function sweepWithin<T extends Box>(
  items: readonly T[],
  budget: Budget,
  visit: Visit<T>,
): void {
  budget.spend(items.length * cost.sorted);
  const sorted = items.toSorted(byLeft);
  for (const [i, item] of sorted.entries()) {
    if (scan(item, sorted, i + 1, budget, visit)) return;
  }
}

function scan<T extends Box>(
  item: T,
  sorted: readonly T[],
  start: number,
  budget: Budget,
  visit: Visit<T>,
): boolean {
  for (let k = start; k < sorted.length; k++) {
    const other = sorted[k] as T;
    if (other.minX > item.maxX) return false;
    const touch = boxesTouch(item, other);
    budget.spend(touch ? cost.pair : cost.passed);
    if (touch && visit(item, other)) return true;
  }
  return false;
}

function byLeft(a: Box, b: Box): number {
  return a.minX - b.minX;
}
