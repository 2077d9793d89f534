import type { Reader } from "../../ledger/module.js";
import type { From } from "./bodies.js";
import { landError } from "./errors.js";
import { type Right, right } from "./schema.js";
import { fractionText, restOf, type Share, sumOf, toShare, WHOLE } from "./shares.js";

/** What one right gives up. */
export type Giving = {
  readonly id: string;
  readonly right: Right;
  readonly gives: Share;
  /** Null where all of it is given. */
  readonly rest: Share | null;
};

/**
 * What each right of the title gives.
 * @throws LAND_RIGHT_UNKNOWN, LAND_RIGHT_ENDED, LAND_RIGHT_FLAGGED, LAND_SHARE_TOO_LITTLE,
 *   LAND_SHARE_TOO_FINE
 */
export function givings(reader: Reader, title: string, from: From): Giving[] {
  return from.map(({ right: id, share }) => {
    const standing = disposable(reader, title, id);
    const has = standing.on.share ?? WHOLE;
    const gives = share ?? has;
    return { id, right: standing, gives, rest: restAfter(id, has, gives) };
  });
}

/** A right of the title that its holders may give up. @throws LAND_RIGHT_* */
export function disposable(reader: Reader, title: string, id: string): Right {
  const standing = reader.read(right, id)?.value;
  if (standing === undefined || standing.on.title !== title) {
    throw landError("LAND_RIGHT_UNKNOWN", { title, right: id });
  }
  if (standing.status === "ended") throw landError("LAND_RIGHT_ENDED", { right: id });
  if (standing.flags.length > 0) throw landError("LAND_RIGHT_FLAGGED", { right: id });
  return standing;
}

function restAfter(id: string, has: Share, gives: Share): Share | null {
  const left = restOf(has, gives);
  if (left.numerator === 0n) return null;
  if (left.numerator < 0n) {
    const facts = { has: fractionText(sumOf([has])), gives: fractionText(sumOf([gives])) };
    throw landError("LAND_SHARE_TOO_LITTLE", { right: id, ...facts });
  }
  const rest = toShare(left);
  if (rest === null) {
    throw landError("LAND_SHARE_TOO_FINE", { right: id, rest: fractionText(left) });
  }
  return rest;
}
