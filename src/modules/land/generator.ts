import { toHex } from "../../base/text.js";
import { type Cbor, isCborObject } from "../../codec/cbor-value.js";
import { type Generators, type Proposed, pick, type Scene } from "../../ledger/generator.js";
import { type LodgeBody, lodgeBody } from "./bodies.js";
import { levelKinds } from "./codes.js";
import { districtOf } from "./entries.js";
import {
  type GeneratorNeeds,
  givingOf,
  holderKeys,
  sourceOf,
  takersOf,
  waitingEntry,
} from "./generator-parts.js";
import { encodeShape } from "./geometry/encode-shape.js";
import type { Ring } from "./geometry/shape.js";
import { daybook, level, office, right, title } from "./schema.js";
import { termsOf } from "./terms.js";

/** What simulated networks grow to, so that long runs stay as fast as short ones. */
const ENOUGH = { offices: 5, levels: 4, titles: 150, rights: 600 } as const;
/** Parcels are cells of a square lattice: so many each way, so many steps from side to side. */
const LATTICE = 60;
const CELL = 100;

/** Proposals for this module's transactions (`ledger/generator.ts`). */
export const generators = (needs: GeneratorNeeds): Generators => ({
  ...registrations(needs),
  ...deals(needs),
});

const registrations = (needs: GeneratorNeeds): Generators => ({
  openOffice: (scene) => {
    if (isEnough(scene, scene.count(office), ENOUGH.offices)) return null;
    const name = `d${toHex(scene.chance.bytes(3))}`;
    const signer = needs.registrar(scene.reader, scene.chance.below(2) === 0 ? null : "council");
    return proposed({ office: `o${name}`, districts: [name] }, signer);
  },

  foundLevel: (scene) => {
    const { chance, reader } = scene;
    if (isEnough(scene, scene.count(level), ENOUGH.levels)) return null;
    const grid = { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 };
    const kind = pick(chance, levelKinds) ?? "surface";
    const body = { level: `l${toHex(chance.bytes(3))}`, district: "main", kind, grid };
    return proposed(body, needs.registrar(reader, null));
  },

  register: (scene) => {
    const { chance, reader, time } = scene;
    const of = scene.some(office);
    const on = scene.some(level);
    const standing = of === null ? undefined : reader.read(office, of)?.value;
    if (of === null || on === null || standing === undefined) return null;
    if (isEnough(scene, scene.count(title), ENOUGH.titles)) return null;
    const id = `p${toHex(chance.bytes(6))}`;
    const takers = chance.below(2) === 0 ? takersOf(scene, needs, 1) : [];
    const holders = takers.map(({ holder }) => ({ ...holder, share: null }));
    const body = {
      office: of,
      district: pick(chance, standing.districts) ?? "main",
      level: on,
      parcel: id,
      title: id,
      nationalCadastralReference: id,
      shape: encodeShape([cellAt(chance.below(LATTICE), chance.below(LATTICE), chance.below(8))]),
      legalAreaM2: chance.below(100_000),
      estimatedAccuracyMm: null,
      holders: holders.length > 0 ? holders : [{ kind: "notDetermined", id: null, share: null }],
      sources: [sourceOf(chance, standing.organisation)],
      inLaw: chance.below(4) === 0 ? null : time - chance.below(1_000_000),
      grounds: null,
      legacy: chance.below(5) === 0,
    };
    const signer = needs.registrar(reader, standing.organisation);
    return proposed(body, signer, ...takers.map(({ keyId }) => keyId));
  },
});

const deals = (needs: GeneratorNeeds): Generators => ({
  lodge: (scene) => {
    const giving = givingOf(scene, needs);
    if (giving === null || isEnough(scene, scene.count(right), ENOUGH.rights)) return null;
    const takers = takersOf(scene, needs, 1);
    const [taker] = takers;
    if (taker === undefined) return null;
    const { from, share, keyIds } = giving;
    const body: LodgeBody = {
      title: giving.title,
      from,
      to: [{ holders: [taker.holder], share }],
    };
    scene.notes.set(toHex(termsOf(body)), { terms: body, taker: taker.keyId });
    return proposed(body, ...keyIds);
  },

  withdraw: (scene) => {
    const id = waitingEntry(scene);
    const entry = id === null ? undefined : scene.reader.read(daybook, id)?.value;
    if (entry === undefined) return null;
    const holders = entry.rights.flatMap((of) => scene.reader.read(right, of)?.value.holders ?? []);
    const keyIds = holderKeys(scene.reader, needs, holders);
    return keyIds === null ? null : proposed({ entry: id }, ...keyIds);
  },

  refuse: (scene) => {
    const id = waitingEntry(scene);
    const entry = id === null ? undefined : scene.reader.read(daybook, id)?.value;
    if (entry === undefined) return null;
    const { organisation = null } = scene.reader.read(office, entry.office)?.value ?? {};
    const body = { entry: id, grounds: scene.chance.bytes(32) };
    return proposed(body, needs.registrar(scene.reader, organisation));
  },

  transfer: (scene) =>
    scene.chance.below(2) === 0 ? whatWasLodged(scene, needs) : atOnce(scene, needs),

  determine: (scene) => {
    const { reader, chance } = scene;
    const id = scene.some(right);
    const standing = id === null ? undefined : reader.read(right, id)?.value;
    const name = standing?.on.title ?? "";
    const owner = reader.read(title, name)?.value;
    if (standing === undefined || owner === undefined) return null;
    if (standing.holders.some(({ id: named }) => named !== null) && chance.below(20) > 0)
      return null;
    const [taker] = takersOf(scene, needs, 1);
    if (taker === undefined) return null;
    const { organisation = "" } = reader.read(office, owner.office)?.value ?? {};
    const share = standing.on.share ?? [1, 1];
    const to = [{ holders: [taker.holder], share, sources: [sourceOf(chance, organisation)] }];
    const body = { title: name, right: id, to, inLaw: null, grounds: null };
    return proposed(body, needs.registrar(reader, organisation), taker.keyId);
  },
});

/** Lodged and registered in one step. */
function atOnce(scene: Scene, needs: GeneratorNeeds): Proposed | null {
  const giving = givingOf(scene, needs);
  const [taker] = takersOf(scene, needs, 1);
  if (giving === null || taker === undefined) return null;
  const { title: name, from, share, keyIds } = giving;
  const terms: LodgeBody = { title: name, from, to: [{ holders: [taker.holder], share }] };
  return transferOf(scene, needs, terms, null, [...keyIds, taker.keyId]);
}

/** What an earlier proposal lodged, if the scene still knows of it. */
function whatWasLodged(scene: Scene, needs: GeneratorNeeds): Proposed | null {
  const { reader } = scene;
  const id = waitingEntry(scene);
  const entry = id === null ? undefined : reader.read(daybook, id)?.value;
  const noted = entry?.terms ? scene.notes.get(toHex(entry.terms)) : undefined;
  if (entry === undefined || !isCborObject(noted)) return null;
  const { data: terms } = lodgeBody.safeParse(noted["terms"]);
  const { taker } = noted;
  if (terms === undefined || typeof taker !== "string") return null;
  const holders = entry.rights.flatMap((of) => reader.read(right, of)?.value.holders ?? []);
  const keyIds = holderKeys(reader, needs, holders);
  return keyIds === null ? null : transferOf(scene, needs, terms, id, [...keyIds, taker]);
}

function transferOf(
  { reader, chance }: Scene,
  needs: GeneratorNeeds,
  terms: LodgeBody,
  entry: string | null,
  keyIds: readonly string[],
): Proposed | null {
  const owner = reader.read(title, terms.title)?.value;
  if (owner === undefined || districtOf(reader, owner) === "") return null;
  const { organisation = "" } = reader.read(office, owner.office)?.value ?? {};
  const to = terms.to.map((taking) => ({ ...taking, sources: [sourceOf(chance, organisation)] }));
  const price = chance.below(2) === 0 ? null : chance.bytes(32);
  const body = { ...terms, to, price, inLaw: null, grounds: null, entry };
  return proposed(body, needs.registrar(reader, organisation), ...keyIds);
}

/** Without a signer there is nothing to propose. */
function proposed(body: Cbor, ...signers: readonly (string | null)[]): Proposed | null {
  const named = signers.flatMap((signer) => signer ?? []);
  return named.length < signers.length ? null : { body, signers: [...new Set(named)] };
}

const isEnough = ({ chance }: Scene, count: number, enough: number): boolean =>
  chance.below(enough + count) >= enough;

/** A cell of the lattice, now and then with a corner that lies in its neighbour or a hole. */
function cellAt(column: number, row: number, form: number): { outer: Ring; holes: Ring[] } {
  const [x, y] = [column * CELL, row * CELL];
  const reach = form === 0 ? CELL + 10 : CELL;
  const outer: Ring = [
    [x, y],
    [x + CELL, y],
    [x + reach, y + reach],
    [x, y + CELL],
  ];
  const hole: Ring = [
    [x + 40, y + 40],
    [x + 40, y + 60],
    [x + 60, y + 60],
    [x + 60, y + 40],
  ];
  return { outer, holes: form === 1 ? [hole] : [] };
}
