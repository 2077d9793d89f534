import type { TransactionContext } from "../../../ledger/module.js";
import type { DetermineBody } from "../bodies.js";
import { decider, districtOf, enter, titleNamed } from "../entries.js";
import { landError } from "../errors.js";
import { exchange } from "../exchange.js";
import { disposable } from "../givings.js";
import { checkSigned } from "../holders.js";
import type { LandNeeds } from "../needs.js";
import type { Right } from "../schema.js";
import { WHOLE } from "../shares.js";
import { checkRoom, checkSources, checkTakings, effectiveTime } from "../takings.js";

/** It is found out who holds what was registered without a holder, as most of an earlier register is. */
export function determine(
  needs: LandNeeds,
  context: TransactionContext,
  body: DetermineBody,
): void {
  const standing = titleNamed(context, body.title);
  const district = districtOf(context, standing);
  const { handle, organisation } = decider(needs, context, standing.office, district);
  const right = disposable(context, body.title, body.right);
  checkOpen(body.right, right);
  const given = [{ id: body.right, right, rest: null }];
  const inLaw = effectiveTime(body.inLaw, context.time, given);
  checkTakings(needs, context, body.to, [right.on.share ?? WHOLE]);
  checkSources(needs, context, body.to, [right]);
  checkRoom(body.title, standing, 1, body.to.length);
  // Nobody signs for the state but the registrar who decides here.
  const takers = body.to.flatMap(({ holders }) => holders.filter(({ kind }) => kind !== "state"));
  checkSigned(needs, context, takers);
  const entry = enter(context, standing.office, {
    kind: "determination",
    district,
    titles: [body.title],
    rights: [body.right],
    terms: null,
    price: null,
    lodged: context.time,
    decision: "registered",
    decided: context.time,
    registrar: handle,
    organisation,
    grounds: body.grounds,
  });
  exchange(context, body.title, standing, given, body.to, { entry, inLaw, lodged: context.time });
}

/** @throws LAND_DETERMINED */
function checkOpen(id: string, { holders }: Right): void {
  const known = holders.find(({ kind }) => kind !== "notDetermined" && kind !== "notKnown");
  if (known !== undefined) throw landError("LAND_DETERMINED", { right: id, kind: known.kind });
}
