import { geometryError } from "./errors.js";

/**
 * What the steps of the work cost. The unit is the least of them, some 20 ns on a small server;
 * counts decide, never a clock, so that every node refuses the same.
 */
export const cost = {
  /** A box or an edge that is passed by. */
  passed: 1,
  /** An edge that is sorted into a sweep. */
  sorted: 16,
  /** Two edges whose boxes touch, or an edge and a point of which the ray decides: exact products. */
  pair: 16,
  /** Two edges of two regions through one point, compared by direction. */
  directions: 32,
  /** Two regions set against each other, however small they are. */
  regions: 256,
  /** A cell looked up, be it empty. */
  cell: 256,
  /** A parcel listed in a cell. */
  listed: 16,
  /** A parcel read and decoded, and each of its vertices. */
  parcel: 512,
  vertex: 16,
} as const;

/** What one registration may cost: 2²⁰ pairs of edges, or 2¹⁶ cells. */
export const workLimit = 2 ** 24;

/** The work of one transaction, counted while it is done. */
export class Budget {
  readonly #most: number;
  #spent = 0;

  constructor(most: number = workLimit) {
    this.#most = most;
  }

  get spent(): number {
    return this.#spent;
  }

  /** @throws LAND_WORK_LIMIT */
  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.#most) throw geometryError("LAND_WORK_LIMIT", { most: this.#most });
  }
}
