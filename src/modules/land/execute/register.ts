import type { TransactionContext } from "../../../ledger/module.js";
import type { RegisterBody } from "../bodies.js";
import { checkOwnOffice, enter, officeNamed } from "../entries.js";
import { landError } from "../errors.js";
import { boundingBox } from "../geometry/bounding-box.js";
import { Budget } from "../geometry/budget.js";
import { cellLevelOf } from "../geometry/cells.js";
import { checkShape } from "../geometry/check-shape.js";
import { decodeShape } from "../geometry/decode-shape.js";
import { regionOfShape, relate } from "../geometry/relate.js";
import type { Shape } from "../geometry/shape.js";
import { checkSigned, checkTakers, ownershipsOf } from "../holders.js";
import { lists } from "../lists.js";
import type { LandNeeds, Registrar } from "../needs.js";
import { makeRights, type NewRight, nextIds } from "../rights.js";
import { district, landLimits, level, type Parcel, parcel, title } from "../schema.js";
import { type IndexedParcel, idOf, parcelsNear } from "../spatial-index.js";

/** First registration: a parcel, its title, the ownership and the daybook's entry, or nothing. */
export function register(needs: LandNeeds, context: TransactionContext, body: RegisterBody): void {
  const registrar = needs.registrar(context, context.signatories, body.district, context.time);
  checkOffice(context, body, registrar);
  checkNew(context, body);
  checkNamed(needs, context, body);
  const { ownerships, flags } = ownershipsOf(body.holders, body.legacy);
  // Whom an earlier register names is not asked again; everyone else takes on what a holder owes.
  const named = body.holders.filter(({ id }) => id !== null);
  if (!body.legacy) checkSigned(needs, context, named);
  const figure = decodeShape(body.shape);
  const budget = new Budget();
  checkShape(figure, budget);
  const overlapped = overlapping(context, body, figure, budget);
  if (overlapped[0] !== undefined && !body.legacy) {
    throw landError("LAND_OVERLAP", { parcel: body.parcel, other: overlapped[0].id });
  }
  const entry = enterDecided(context, body, registrar);
  putParcel(context, body, entry, figure, overlapped);
  const rights = ownerships.map((of) => ({ ...of, sources: body.sources, flags }));
  putTitle(context, body, entry, rights);
}

function checkOffice(
  context: TransactionContext,
  { office, district: name }: RegisterBody,
  registrar: Registrar,
): void {
  officeNamed(context, office);
  if (context.read(district, name)?.value.office !== office) {
    throw landError("LAND_DISTRICT_ELSEWHERE", { office, district: name });
  }
  checkOwnOffice(context, office, registrar);
}

function checkNew(context: TransactionContext, body: RegisterBody): void {
  if (context.read(level, body.level) === undefined) {
    throw landError("LAND_LEVEL_UNKNOWN", { level: body.level });
  }
  if (context.read(parcel, body.parcel) !== undefined) {
    throw landError("LAND_PARCEL_EXISTS", { parcel: body.parcel });
  }
  if (context.read(title, body.title) !== undefined) {
    throw landError("LAND_TITLE_EXISTS", { title: body.title });
  }
  const reference = body.nationalCadastralReference;
  const [bearer] = context.members(lists.reference(reference));
  if (bearer !== undefined) {
    throw landError("LAND_REFERENCE_TAKEN", { reference, parcel: idOf(parcel, bearer) });
  }
  if (body.inLaw !== null && body.inLaw > context.time) {
    throw landError("LAND_IN_LAW_AHEAD", { inLaw: body.inLaw, time: context.time });
  }
}

function checkNamed(needs: LandNeeds, context: TransactionContext, body: RegisterBody): void {
  checkTakers(needs, context, body.holders);
  for (const { validatedBy } of body.sources) needs.organisation(context, validatedBy);
}

/** @throws LAND_OVERLAPS_MANY, LAND_EXTENT_LIMIT, LAND_WORK_LIMIT */
function overlapping(
  context: TransactionContext,
  body: RegisterBody,
  figure: Shape,
  budget: Budget,
): readonly IndexedParcel[] {
  const region = regionOfShape(figure);
  const found: IndexedParcel[] = [];
  for (const other of parcelsNear(context, body.level, region, budget)) {
    if (!relate(region, regionOfShape(other.figure), budget).overlap) continue;
    found.push(other);
    if (!body.legacy) break;
    if (found.length > landLimits.overlaps) {
      throw landError("LAND_OVERLAPS_MANY", { parcel: body.parcel, most: landLimits.overlaps });
    }
  }
  return found;
}

/** Its entry in the daybook, decided as it is lodged. */
function enterDecided(
  context: TransactionContext,
  body: RegisterBody,
  { handle, organisation }: Registrar,
): string {
  return enter(context, body.office, {
    kind: body.legacy ? "takeOver" : "firstRegistration",
    district: body.district,
    titles: [body.title],
    rights: [],
    terms: null,
    price: null,
    lodged: context.time,
    decision: "registered",
    decided: context.time,
    registrar: handle,
    organisation,
    grounds: body.grounds,
  });
}

/** Both sides of an overlap are flagged: which of them is wrong, nobody knows yet. */
function putParcel(
  context: TransactionContext,
  body: RegisterBody,
  entry: string,
  figure: Shape,
  overlapped: readonly IndexedParcel[],
): void {
  occupy(context, body.level, figure);
  const flags: Parcel["flags"] = overlapped.length > 0 ? ["overlap"] : [];
  context.put(parcel, body.parcel, {
    level: body.level,
    district: body.district,
    title: body.title,
    nationalCadastralReference: body.nationalCadastralReference,
    shape: body.shape,
    legalAreaM2: body.legalAreaM2,
    estimatedAccuracyMm: body.estimatedAccuracyMm,
    flags,
    entry,
    beginLifespanVersion: context.time,
  });
  for (const { id, value } of overlapped) {
    if (value.flags.includes("overlap")) continue;
    context.put(parcel, id, { ...value, flags, beginLifespanVersion: context.time });
  }
}

/** The level remembers the sizes of cells in use, so that a search passes over the others. */
function occupy(context: TransactionContext, id: string, figure: Shape): void {
  const standing = context.read(level, id)?.value;
  const size = cellLevelOf(boundingBox(figure));
  if (standing === undefined || standing.cellLevels.includes(size)) return;
  const cellLevels = [...standing.cellLevels, size].sort((a, b) => a - b);
  context.put(level, id, { ...standing, cellLevels });
}

function putTitle(
  context: TransactionContext,
  body: RegisterBody,
  entry: string,
  rights: readonly NewRight[],
): void {
  const { time } = context;
  const { inLaw } = body;
  const ids = nextIds(body.title, 0, rights.length);
  context.put(title, body.title, {
    office: body.office,
    status: "active",
    parcels: [body.parcel],
    rights: ids,
    rightsMade: ids.length,
    lodged: [],
    entry,
    inLaw,
    registered: time,
  });
  makeRights(context, body.title, ids, rights, { entry, inLaw, lodged: time });
}
