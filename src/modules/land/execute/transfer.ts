import { equalBytes } from "../../../base/bytes.js";
import type { Reader, TransactionContext } from "../../../ledger/module.js";
import type { TransferBody } from "../bodies.js";
import {
  type Decision,
  decider,
  districtOf,
  enter,
  type Lodged,
  titleNamed,
  undecided,
} from "../entries.js";
import { landError } from "../errors.js";
import { exchange } from "../exchange.js";
import { type Giving, givings } from "../givings.js";
import { checkSigned } from "../holders.js";
import type { LandNeeds } from "../needs.js";
import { daybook, right, type Title, title } from "../schema.js";
import { checkRoom, checkSources, checkTakings, effectiveTime } from "../takings.js";
import { termsOf } from "../terms.js";

/** Ownership goes over, whole or in shares, from some of a title's rights to new ones; or nothing. */
export function transfer(needs: LandNeeds, context: TransactionContext, body: TransferBody): void {
  const standing = titleNamed(context, body.title);
  const district = districtOf(context, standing);
  const { handle, organisation } = decider(needs, context, standing.office, district);
  const lodged = body.entry === null ? null : lodgedAs(context, body.entry, body);
  const given = givings(context, body.title, body.from);
  checkRank(context, standing, given, lodged);
  checkFreeze(needs, context, body.title, lodged);
  const inLaw = effectiveTime(body.inLaw, context.time, given);
  checkParties(needs, context, body, standing, given);
  const { price, grounds } = body;
  const decision = { decision: "registered", registrar: handle, organisation, grounds } as const;
  const entry =
    lodged === null
      ? enterNow(context, body, standing.office, district, decision)
      : register(context, lodged, price, decision);
  const version = { entry, inLaw, lodged: lodged?.entry.lodged ?? context.time };
  exchange(context, body.title, standing, given, body.to, version);
}

/** Reads the title, its parcel and the rights that are given. */
export function touchTransfer(reader: Reader, body: TransferBody): void {
  const standing = reader.read(title, body.title)?.value;
  if (standing !== undefined) districtOf(reader, standing);
  for (const giving of body.from) reader.read(right, giving.right);
}

/** What was lodged is what is registered now. @throws LAND_ENTRY_*, LAND_TERMS_OTHER */
function lodgedAs(reader: Reader, id: string, body: TransferBody): Lodged {
  const lodged = undecided(reader, id);
  const { terms } = lodged.entry;
  if (terms === null || !equalBytes(terms, termsOf(body))) {
    throw landError("LAND_TERMS_OTHER", { entry: id });
  }
  return lodged;
}

/** Rank follows the daybook: who lodged first is decided on first. @throws LAND_LODGED_BEFORE */
function checkRank(
  reader: Reader,
  { lodged: waiting }: Title,
  given: readonly Giving[],
  lodged: Lodged | null,
): void {
  for (const id of waiting) {
    const earlier = reader.read(daybook, id)?.value;
    if (earlier === undefined || id === lodged?.id) continue;
    if (lodged !== null && lodged.entry.number < earlier.number) continue;
    if (given.some((giving) => earlier.rights.includes(giving.id))) {
      throw landError("LAND_LODGED_BEFORE", { entry: id });
    }
  }
}

/** A court's freeze bars what is lodged after it, not what was lodged before. @throws LAND_FROZEN */
function checkFreeze(
  needs: LandNeeds,
  context: TransactionContext,
  title: string,
  lodged: Lodged | null,
): void {
  const since = needs.frozenSince(context, title);
  if (since === null || (lodged?.entry.lodged ?? context.time) < since) return;
  throw landError("LAND_FROZEN", { title, since });
}

function checkParties(
  needs: LandNeeds,
  context: TransactionContext,
  { title, to }: TransferBody,
  standing: Title,
  given: readonly Giving[],
): void {
  checkTakings(
    needs,
    context,
    to,
    given.map(({ gives }) => gives),
  );
  checkSources(
    needs,
    context,
    to,
    given.map(({ right }) => right),
  );
  checkRoom(title, standing, given.filter(({ rest }) => rest === null).length, to.length);
  const parties = [...given.map(({ right }) => right), ...to];
  checkSigned(
    needs,
    context,
    parties.flatMap(({ holders }) => holders),
  );
}

function enterNow(
  context: TransactionContext,
  body: TransferBody,
  office: string,
  district: string,
  decision: Decision,
): string {
  return enter(context, office, {
    kind: "transfer",
    district,
    titles: [body.title],
    rights: body.from.map(({ right }) => right),
    terms: termsOf(body),
    price: body.price,
    lodged: context.time,
    ...decision,
    decided: context.time,
  });
}

function register(
  context: TransactionContext,
  { id, entry }: Lodged,
  price: TransferBody["price"],
  decision: Decision,
): string {
  context.put(daybook, id, { ...entry, price, ...decision, decided: context.time });
  return id;
}
