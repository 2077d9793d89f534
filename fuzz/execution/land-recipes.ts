import type { Cbor } from "#src/codec/cbor-value.js";
import { WHOLE } from "#src/modules/land/shares.js";
import type { Chance } from "../run/chance.js";
import { hashOf, type Made, official, type Recipe } from "./made.js";
import type { Person, Scene, StandingRight, StandingTitle, Waiting } from "./scene.js";

type Share = readonly [number, number];
type Taking = { readonly takers: readonly Person[]; readonly share: Share };

/** A source of its own, since nobody's commitment may stand under another's handle. */
const sourcesOf = (scene: Scene, chance: Chance, organisation: string): Cbor => [
  {
    kind: "deed",
    date: "2026-03-02",
    commitment: hashOf(`${scene.size} ${chance.below(2 ** 31)}`),
    validatedBy: organisation,
  },
];

const commitmentOrNull = (chance: Chance): Uint8Array | null =>
  chance.oneIn(2) ? null : hashOf(`grounds ${chance.below(1000)}`);

/** Distinct ones, at most so many as there are. */
function some<Item>(chance: Chance, items: readonly Item[], most: number): Item[] {
  const count = Math.min(items.length, chance.few(most));
  const from = items.length === 0 ? 0 : chance.below(items.length);
  return Array.from({ length: count }, (_, i) => items[(from + i) % items.length] as Item);
}

const foundLevel: Recipe = (scene, chance) => {
  const registrar = official(scene, chance, "registrar");
  if (registrar === null) return null;
  const grid = { crs: "EPSG:2154", unit: "metre", stepsPerUnit: 1000 };
  const kind = chance.pick(["building", "below", "air"]);
  const district = `${registrar.organisation}-1`;
  const body = { level: `level-${chance.below(50)}`, district, kind, grid };
  return { body, signers: [registrar.signer] };
};

const openOffice: Recipe = (scene, chance) => {
  const registrar = official(scene, chance, "registrar");
  if (registrar === null) return null;
  const number = chance.below(50);
  const body = { office: `office-${number}`, districts: [`d-${number}`, `e-${number}`] };
  return { body, signers: [registrar.signer] };
};

const SIDE = 1000;

const register: Recipe = (scene, chance) => {
  const office = chance.pick(scene.offices);
  const registrar = official(scene, chance, "registrar", organisationOf(office.id));
  if (registrar === null) return null;
  const number = scene.titles.length + chance.below(1000);
  const owners = ownersOf(scene, chance);
  const { organisation } = registrar;
  const place = chance.oneIn(6) ? chance.below(4) : number;
  const body = {
    office: office.id,
    district: chance.pick(office.districts),
    level: "surface",
    parcel: `p-${number}`,
    title: `t-${number}`,
    nationalCadastralReference: `r-${number}`,
    shape: [[[place * SIDE, 0, SIDE, 0, 0, SIDE, -SIDE, 0]]],
    legalAreaM2: chance.oneIn(2) ? null : 500,
    estimatedAccuracyMm: null,
    holders: owners.holders,
    sources: sourcesOf(scene, chance, organisation),
    inLaw: chance.oneIn(2) ? null : scene.time - chance.below(1000),
    grounds: commitmentOrNull(chance),
    legacy: chance.oneIn(6),
  };
  return { body, signers: [registrar.signer, ...owners.signers] };
};

const organisationOf = (office: string): string =>
  office === "registry" || office === "cadastre" ? office : "registry";

function ownersOf({ takers }: Scene, chance: Chance): { holders: Cbor[]; signers: number[] } {
  if (takers.length === 0 || chance.oneIn(4)) {
    const kind = chance.pick(["notDetermined", "notKnown", "state"]);
    return { holders: [{ kind, id: null, share: null }], signers: [] };
  }
  const owners = some(chance, takers, 3);
  const jointly = chance.oneIn(3);
  const holders = owners.map(({ handle }) => {
    const share = jointly || owners.length === 1 ? null : [1, owners.length];
    return { kind: "person", id: handle, share };
  });
  return { holders, signers: owners.map(({ signer }) => signer) };
}

type Sale = {
  readonly title: StandingTitle;
  readonly terms: { readonly title: string; readonly from: Cbor };
  readonly takings: readonly Taking[];
  readonly sellers: readonly number[];
};

/** Some of a right, or all of it, to one or two who take alone or jointly. */
function saleOf(scene: Scene, chance: Chance): Sale | null {
  const owned = scene.titles.flatMap((title) =>
    title.rights.filter(({ signers }) => signers.length > 0).map((right) => ({ title, right })),
  );
  if (owned.length === 0 || scene.takers.length === 0) return null;
  const { title, right } = chance.pick(owned);
  const has = right.share ?? WHOLE;
  const half: Share = [has[0], has[1] * 2];
  const whole = chance.oneIn(2);
  const terms = {
    title: title.id,
    from: [{ right: right.id, share: whole ? null : half }],
  };
  const takings = takingsOf(scene, chance, whole ? has : half);
  return { title, terms, takings, sellers: right.signers };
}

function takingsOf({ takers }: Scene, chance: Chance, share: Share): Taking[] {
  const chosen = some(chance, takers, 3);
  if (chosen.length === 1 || chance.oneIn(3)) return [{ takers: chosen, share }];
  return chosen.map((taker) => ({ takers: [taker], share: [share[0], share[1] * chosen.length] }));
}

const holdersOf = ({ takers }: Taking): Cbor =>
  takers.map(({ handle }) => ({ kind: "person", id: handle }));
const signersOf = (takings: readonly Taking[]): number[] =>
  takings.flatMap(({ takers }) => takers.map(({ signer }) => signer));

const lodge: Recipe = (scene, chance) => {
  const sale = saleOf(scene, chance);
  if (sale === null) return null;
  const to = sale.takings.map((taking) => ({
    holders: holdersOf(taking),
    share: [...taking.share],
  }));
  return { body: { ...sale.terms, to }, signers: sale.sellers };
};

const transfer: Recipe = (scene, chance) => {
  const sale = saleOf(scene, chance);
  if (sale === null) return null;
  const organisation = organisationOf(sale.title.office);
  const registrar = official(scene, chance, "registrar", organisation);
  if (registrar === null) return null;
  const to = sale.takings.map((taking) => ({
    holders: holdersOf(taking),
    share: [...taking.share],
    sources: sourcesOf(scene, chance, organisation),
  }));
  const waiting = scene.waiting.filter(({ title }) => title === sale.title.id);
  const entry = waiting.length > 0 && chance.oneIn(2) ? chance.pick(waiting).id : null;
  const rest = { price: commitmentOrNull(chance), inLaw: null, grounds: null, entry };
  const signers = [registrar.signer, ...sale.sellers, ...signersOf(sale.takings)];
  return { body: { ...sale.terms, to, ...rest }, signers };
};

const isUndetermined = ({ holders }: StandingRight): boolean =>
  holders.every(({ kind }) => kind === "notDetermined" || kind === "notKnown");

const determine: Recipe = (scene, chance) => {
  const open = scene.titles.flatMap((title) =>
    title.rights.filter(isUndetermined).map((right) => ({ title, right })),
  );
  if (open.length === 0 || scene.takers.length === 0) return null;
  const { title, right } = chance.pick(open);
  const organisation = organisationOf(title.office);
  const registrar = official(scene, chance, "registrar", organisation);
  if (registrar === null) return null;
  const takings = takingsOf(scene, chance, right.share ?? WHOLE);
  const to = takings.map((taking) => ({
    holders: holdersOf(taking),
    share: [...taking.share],
    sources: sourcesOf(scene, chance, organisation),
  }));
  const body = { title: title.id, right: right.id, to, inLaw: null, grounds: null };
  return { body, signers: [registrar.signer, ...signersOf(takings)] };
};

/** What waits in a daybook, with those who sold. */
function waitingOf(scene: Scene, chance: Chance): (Waiting & { sellers: number[] }) | null {
  if (scene.waiting.length === 0) return null;
  const entry = chance.pick(scene.waiting);
  const title = scene.titles.find(({ id }) => id === entry.title);
  const rights = title?.rights.filter(({ id }) => entry.rights.includes(id)) ?? [];
  return { ...entry, sellers: rights.flatMap(({ signers }) => signers) };
}

const withdraw: Recipe = (scene, chance): Made => {
  const entry = waitingOf(scene, chance);
  return entry && { body: { entry: entry.id }, signers: entry.sellers };
};

const refuse: Recipe = (scene, chance) => {
  const entry = waitingOf(scene, chance);
  const registrar = entry && official(scene, chance, "registrar", organisationOf(entry.office));
  if (entry === null || registrar === null) return null;
  return {
    body: { entry: entry.id, grounds: commitmentOrNull(chance) },
    signers: [registrar.signer],
  };
};

export const landRecipes: Readonly<Record<string, Recipe>> = {
  "land.foundLevel": foundLevel,
  "land.openOffice": openOffice,
  "land.register": register,
  "land.lodge": lodge,
  "land.transfer": transfer,
  "land.determine": determine,
  "land.withdraw": withdraw,
  "land.refuse": refuse,
};
