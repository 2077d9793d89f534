import type { TransactionContext } from "../../../ledger/module.js";
import type { LodgeBody } from "../bodies.js";
import { districtOf, enter, titleNamed } from "../entries.js";
import { landError } from "../errors.js";
import { givings } from "../givings.js";
import { checkSigned } from "../holders.js";
import type { LandNeeds } from "../needs.js";
import { landLimits, title } from "../schema.js";
import { checkTakings } from "../takings.js";
import { termsOf } from "../terms.js";

/** What is to be transferred gets its number in the daybook, and with it its rank. */
export function lodge(needs: LandNeeds, context: TransactionContext, body: LodgeBody): void {
  const standing = titleNamed(context, body.title);
  const given = givings(context, body.title, body.from);
  checkTakings(
    needs,
    context,
    body.to,
    given.map(({ gives }) => gives),
  );
  checkSigned(
    needs,
    context,
    given.flatMap(({ right }) => right.holders),
  );
  if (standing.lodged.length >= landLimits.listed) {
    throw landError("LAND_LODGED_FULL", { title: body.title, most: landLimits.listed });
  }
  const entry = enter(context, standing.office, {
    kind: "transfer",
    district: districtOf(context, standing),
    titles: [body.title],
    rights: given.map(({ id }) => id),
    terms: termsOf(body),
    price: null,
    lodged: context.time,
    decision: null,
    decided: null,
    registrar: null,
    organisation: null,
    grounds: null,
  });
  context.put(title, body.title, { ...standing, lodged: [...standing.lodged, entry] });
}
