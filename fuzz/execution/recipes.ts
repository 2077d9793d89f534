import { toHex } from "#src/base/text.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { organisationDigest } from "#src/modules/identity/organisation-digest.js";
import { assurances, roles } from "#src/modules/identity/schema.js";
import type { Chance } from "../run/chance.js";
import { actor, handleOf } from "./actors.js";
import { landRecipes } from "./land-recipes.js";
import { hashOf, official, type Recipe } from "./made.js";
import type { Scene } from "./scene.js";
import { binding, officers } from "./world.js";

const NEW_ORGANISATIONS = 3;

const enrol: Recipe = (scene, chance) => {
  const registrar = official(scene, chance, "registrar");
  if (registrar === null || scene.fresh.length === 0) return null;
  const number = chance.pick(scene.fresh);
  const commitments = {
    name: hashOf(`name ${number}`),
    number: hashOf(`number ${number}`),
    birthDate: hashOf(`birth ${number}`),
  };
  const { organisation } = registrar;
  const rest = { assurance: chance.pick(assurances), organisation };
  const body = { handle: handleOf(number), key: binding(number), ...commitments, ...rest };
  return { body, signers: [number, registrar.signer] };
};

const rotateKey: Recipe = ({ persons, fresh }, chance) => {
  if (persons.length === 0 || fresh.length === 0) return null;
  const { handle, signer } = chance.pick(persons);
  const next = chance.pick(fresh);
  return { body: { handle, key: binding(next) }, signers: [signer, next] };
};

const revokeKey: Recipe = (scene, chance) => {
  const bearers = chance.oneIn(4) ? scene.officials.slice(-3) : scene.persons.slice(-3);
  if (bearers.length === 0) return null;
  const { signer } = chance.pick(bearers);
  const keyId = toHex(actor(signer).thumbprint);
  const registrar = official(scene, chance, "registrar");
  return { body: { keyId }, signers: [chance.oneIn(2) ? signer : (registrar?.signer ?? signer)] };
};

const appoint: Recipe = (scene, chance) => {
  const administrator = official(scene, chance, "administrator");
  if (administrator === null || scene.fresh.length === 0) return null;
  const number = chance.pick(scene.fresh);
  const { organisation, signer } = administrator;
  const until = chance.oneIn(2) ? null : scene.time + 1 + chance.below(20_000);
  const within = chance.oneIn(2) ? null : [`${organisation}-1`];
  const office = { role: chance.pick(roles), within, upTo: null, until };
  const key = binding(number);
  return { body: { organisation, handle: `o-${number}`, key, office }, signers: [signer] };
};

const dismiss: Recipe = (scene, chance) => {
  const { handle, role, organisation } = chance.pick(scene.officials);
  const administrator = official(scene, chance, "administrator", organisation);
  if (administrator === null) return null;
  return { body: { handle, role }, signers: [administrator.signer] };
};

const publishReads: Recipe = (scene, chance) => {
  const directory = official(scene, chance, "directory");
  if (directory === null) return null;
  const { organisation, signer } = directory;
  const to = scene.time - (chance.oneIn(2) ? 0 : chance.below(5000));
  return { body: { organisation, to, root: hashOf(`reads ${to}`) }, signers: [signer] };
};

/** As the agencies may accredit it: the same of each number, so that what is registered can fit it. */
const newOrganisation = (number: number) => ({
  id: `new-${number}`,
  name: `new-${number}`,
  reference: null,
  officials: [
    {
      handle: `new-${number}-governor`,
      key: binding(230 + number),
      offices: [{ role: "governor" as const, within: null, upTo: null, until: null }],
    },
  ],
});

const register: Recipe = (scene, chance) => {
  const governor = governorOf(scene, chance);
  if (governor === null) return null;
  return { body: newOrganisation(chance.below(NEW_ORGANISATIONS)), signers: [governor.signer] };
};

const renew: Recipe = (scene, chance) => {
  const governors = scene.officials.filter(({ role }) => role === "governor");
  // What no agency has signed with yet; multiples of seven have keys of the other kind.
  const first = 1 + 7 * chance.below(34);
  const keys = Object.keys(officers).map((name, i) => ({
    name,
    logKey: actor(first + 2 * i).key.x,
    cosignerKey: actor(first + 2 * i + 1).key.x,
  }));
  const body = { closing: scene.size, lostTo: scene.size + 1 + chance.below(9), keys };
  return { body, signers: governors.map(({ signer }) => signer) };
};

/** Keys that no agency has had: multiples of seven have keys of the other kind. */
const agencyKeys = (chance: Chance, first: number) => {
  const number = first + 7 * chance.below(20);
  const [logKey, cosignerKey, validatorKey] = [0, 1, 2].map((n) => actor(number + n).key.x);
  return {
    logKey: logKey ?? null,
    cosignerKey: cosignerKey ?? null,
    validatorKey: validatorKey ?? null,
  };
};

const agencyAction = (scene: Scene, chance: Chance): Cbor => {
  const agency = chance.pick(scene.agencies);
  const keys = agencyKeys(chance, 1);
  const compromised = chance.oneIn(2);
  const organisation = newOrganisation(chance.below(NEW_ORGANISATIONS));
  return chance.pick<Cbor>([
    { kind: "accredit", organisation: organisation.id, digest: organisationDigest(organisation) },
    {
      kind: "admit",
      agency: `agency-${chance.below(4)}`,
      organisation: chance.pick(scene.officials).organisation,
      ...keys,
      replaces: chance.oneIn(2) ? agency : null,
    },
    { kind: "remove", agency, compromised },
    { kind: "rotate", agency, ...keys, compromised },
    { kind: "raise-threshold", threshold: 1 + chance.below(4) },
    { kind: "set-parameter", parameter: "engine.blockBytes", value: chance.below(20_000_000) },
    { kind: "set-publicity", field: "identity/reads.root", publicity: "closed" },
    { kind: "strike", index: chance.below(scene.size + 9), leafHash: hashOf("struck") },
    {
      kind: "freeze",
      title: scene.titles.length === 0 ? "none" : chance.pick(scene.titles).id,
      order: hashOf("order"),
      until: chance.oneIn(2) ? null : scene.time + 1 + chance.below(60_000),
    },
    { kind: "set-algorithm", algorithm: -65537, from: chance.below(99), to: null },
    { kind: "activate", module: "land", version: chance.below(5), height: Number.MAX_SAFE_INTEGER },
  ]);
};

const propose: Recipe = (scene, chance) => {
  const governor = governorOf(scene, chance);
  if (governor === null) return null;
  const { agency, signer } = governor;
  const deadline = scene.time + 1 + chance.below(60_000);
  return { body: { agency, deadline, action: agencyAction(scene, chance) }, signers: [signer] };
};

const vote: Recipe = (scene, chance) => {
  const governor = governorOf(scene, chance);
  if (governor === null || scene.proposals.length === 0) return null;
  const { agency, signer } = governor;
  const proposal = chance.pick(scene.proposals);
  return { body: { proposal, agency, approve: !chance.oneIn(6) }, signers: [signer] };
};

const withdraw: Recipe = (scene, chance) => {
  const governor = governorOf(scene, chance);
  if (governor === null || scene.proposals.length === 0) return null;
  return { body: { proposal: chance.pick(scene.proposals) }, signers: [governor.signer] };
};

/** Agencies of this world have their organisations' names, unless they came in later. */
function governorOf(scene: Scene, chance: Chance) {
  const governor = official(scene, chance, "governor");
  return governor && { agency: governor.organisation, signer: governor.signer };
}

/** By type. A type that has none here is made from its schema alone. */
export const recipes: Readonly<Record<string, Recipe>> = {
  "identity.register": register,
  "identity.enrol": enrol,
  "identity.rotateKey": rotateKey,
  "identity.revokeKey": revokeKey,
  "identity.appoint": appoint,
  "identity.dismiss": dismiss,
  "identity.publishReads": publishReads,
  "governance.propose": propose,
  "governance.vote": vote,
  "governance.withdraw": withdraw,
  "governance.renew": renew,
  ...landRecipes,
};
