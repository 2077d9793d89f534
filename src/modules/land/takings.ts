import { toHex } from "../../base/text.js";
import type { Reader } from "../../ledger/module.js";
import type { LodgeBody, To } from "./bodies.js";
import { landError } from "./errors.js";
import type { Giving } from "./givings.js";
import { checkTakers, checkTwice } from "./holders.js";
import type { LandNeeds } from "./needs.js";
import { handlesOf, landLimits, type Right, type Title } from "./schema.js";
import { equalFractions, fractionText, type Share, sumOf } from "./shares.js";

/**
 * Refuses takers whom nobody knows, handles that were used, and shares that are not what is given.
 * @throws LAND_HOLDER_TWICE, LAND_HANDLE_USED, LAND_SHARES_SUM
 */
export function checkTakings(
  needs: LandNeeds,
  reader: Reader,
  to: LodgeBody["to"],
  gives: readonly Share[],
): void {
  for (const { holders } of to) checkTwice(holders);
  const persons = to.flatMap(({ holders }) => holders.filter(({ kind }) => kind === "person"));
  checkTwice(persons);
  for (const { holders } of to) checkTakers(needs, reader, holders);
  const given = sumOf(gives);
  const taken = sumOf(to.map(({ share }) => share));
  if (!equalFractions(given, taken)) {
    throw landError("LAND_SHARES_SUM", { given: fractionText(given), taken: fractionText(taken) });
  }
}

/**
 * Each who takes has commitments of their own to the deed: a byte string that stands under two
 * handles would tie them together for ever.
 * @throws LAND_SOURCES_SHARED
 */
export function checkSources(
  needs: LandNeeds,
  reader: Reader,
  to: To,
  given: readonly Right[],
): void {
  const seen = new Set(given.flatMap(commitmentsOf));
  for (const { holders, sources } of to) {
    for (const { validatedBy } of sources) needs.organisation(reader, validatedBy);
    const own = commitmentsOf({ sources });
    if (own.some((commitment) => seen.has(commitment))) {
      throw landError("LAND_SOURCES_SHARED", { handle: handlesOf(holders)[0] ?? null });
    }
    for (const commitment of own) seen.add(commitment);
  }
}

const commitmentsOf = ({ sources }: Pick<Right, "sources">): string[] =>
  sources.map(({ commitment }) => toHex(commitment));

/** Refuses more rights than a title may list. @throws LAND_TITLE_FULL */
export function checkRoom(title: string, { rights }: Title, ended: number, made: number): void {
  const count = rights.length - ended + made;
  if (count > landLimits.listed) {
    throw landError("LAND_TITLE_FULL", { title, rights: count, most: landLimits.listed });
  }
}

/**
 * When it takes effect: at the latest now, at the earliest when what is given did.
 * @throws LAND_IN_LAW_AHEAD, LAND_IN_LAW_BEFORE
 */
export function effectiveTime(
  inLaw: number | null,
  time: number,
  given: readonly Pick<Giving, "id" | "right">[],
): number {
  const effective = inLaw ?? time;
  if (effective > time) throw landError("LAND_IN_LAW_AHEAD", { inLaw: effective, time });
  for (const { id, right } of given) {
    if (right.inLaw !== null && effective < right.inLaw) {
      throw landError("LAND_IN_LAW_BEFORE", { inLaw: effective, right: id, since: right.inLaw });
    }
  }
  return effective;
}
