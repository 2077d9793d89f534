import { toHex } from "../../base/text.js";
import { algorithms } from "../../ledger/envelope.js";
import { type FreshKey, type Generators, pick, type Scene } from "../../ledger/generator.js";
import type { Reader } from "../../ledger/module.js";
import { organisationDigest } from "./organisation-digest.js";
import { eachOfficer, type Officeholder } from "./queries.js";
import type { Role } from "./schema.js";
import {
  assurances,
  handle,
  key,
  office,
  official,
  organisation,
  readsOf,
  roles,
} from "./schema.js";

/** What simulated networks grow to, so that long runs stay as fast as short ones. */
const ENOUGH = { offices: 60, handles: 2_000, reads: 200 } as const;
const TWO_HOURS_MS = 7_200_000;

export type GeneratorNeeds = {
  /** Some organisation that the agencies have accredited, there by now or not; null where there is none. */
  readonly someAccredited: (scene: Scene) => { organisation: string; digest: Uint8Array } | null;
};

/** Proposals for this module's transactions (`ledger/generator.ts`). */
export const generators = (needs: GeneratorNeeds): Generators => ({
  ...known,
  register: (scene) => {
    const { chance, notes, reader } = scene;
    const accredited = needs.someAccredited(scene);
    const noted = accredited === null ? undefined : notes.get(toHex(accredited.digest));
    if (accredited === null || noted === undefined) return null;
    const isThere = reader.read(organisation, accredited.organisation) !== undefined;
    if (isThere && chance.below(8) > 0) return null;
    const body = chance.below(8) > 0 ? noted : draftOrganisation(scene).body;
    return { body, signers: officerKeys(reader, "governor", null) };
  },
});

/** Those that need nothing of others. */
const known: Generators = {
  appoint: (scene) => {
    const { chance, reader, time } = scene;
    const of = scene.some(organisation);
    if (of === null || isEnough(scene, scene.count(office), ENOUGH.offices)) return null;
    const known = chance.below(3) === 0 ? scene.some(official) : null;
    const role = pick(chance, roles) ?? "registrar";
    const until = chance.below(4) === 0 ? null : time + 1 + chance.below(TWO_HOURS_MS);
    const body = {
      organisation: of,
      handle: known ?? `o-${toHex(chance.bytes(8))}`,
      key: known === null ? bindingOf(scene.freshKey()) : null,
      office: { role, within: chance.below(3) === 0 ? ["main"] : null, upTo: null, until },
    };
    return { body, signers: officerKeys(reader, "administrator", of) };
  },

  dismiss: (scene) => {
    const id = scene.some(office);
    const held = id === null ? undefined : scene.reader.read(office, id)?.value;
    if (
      id === null ||
      held === undefined ||
      onlyOne(scene.reader, held.role, held.organisation)?.id === id
    )
      return null;
    const [bearer = ""] = id.split("~");
    const signers = officerKeys(scene.reader, "administrator", held.organisation);
    return { body: { handle: bearer, role: held.role }, signers };
  },

  enrol: (scene) => {
    const { chance, reader } = scene;
    const of = scene.some(organisation);
    if (of === null || isEnough(scene, scene.count(handle), ENOUGH.handles)) return null;
    const fresh = scene.freshKey();
    const body = {
      handle: toHex(chance.bytes(16)),
      key: bindingOf(fresh),
      name: chance.bytes(32),
      number: chance.bytes(32),
      birthDate: chance.bytes(32),
      assurance: pick(chance, assurances) ?? "low",
      organisation: of,
    };
    return { body, signers: [fresh.keyId, ...officerKeys(reader, "registrar", of)] };
  },

  rotateKey: (scene) => {
    const id = scene.some(handle);
    const present = id === null ? undefined : scene.reader.read(handle, id)?.value.keyId;
    if (id === null || present === undefined) return null;
    const fresh = scene.freshKey();
    return { body: { handle: id, key: bindingOf(fresh) }, signers: [present, fresh.keyId] };
  },

  revokeKey: (scene) => {
    const { chance, reader } = scene;
    const keyId = scene.some(key);
    const bearer = keyId === null ? undefined : reader.read(key, keyId)?.value.handle;
    if (keyId === null || bearer === undefined) return null;
    const person = reader.read(handle, bearer)?.value;
    // Persons' keys are revoked seldom, so that most holdings stay movable.
    if (person !== undefined && chance.below(4) > 0) return null;
    if (person === undefined && isNeeded(reader, bearer)) return null;
    if (person === undefined || chance.below(2) === 0) return { body: { keyId }, signers: [keyId] };
    return {
      body: { keyId },
      signers: officerKeys(reader, "registrar", person.vouchedBy),
    };
  },

  publishReads: (scene) => {
    const { chance, reader, time } = scene;
    const of = scene.some(organisation);
    if (of === null) return null;
    const { count, until } = reader.read(readsOf, of)?.value ?? { count: 0, until: 0 };
    if (isEnough(scene, count, ENOUGH.reads)) return null;
    const to = Math.max(until, time - chance.below(60_000));
    const signers = officerKeys(reader, "directory", of);
    return { body: { organisation: of, to, root: chance.bytes(32) }, signers };
  },
};

/** Few ids, so that some are drafted again: before they are registered, and after. */
const NEW_ORGANISATIONS = 12;

/** An organisation that could be registered, as it is noted under its digest. */
export function draftOrganisation(scene: Scene) {
  const { chance, notes } = scene;
  const id = `new-${chance.below(NEW_ORGANISATIONS)}`;
  const offices = roles.map((role) => ({ role, within: null, upTo: null, until: null }));
  const handle = `o-${toHex(chance.bytes(8))}`;
  const officials = [{ handle, key: bindingOf(scene.freshKey()), offices }];
  const body = { id, name: id, reference: chance.bytes(32), officials };
  const digest = organisationDigest(body);
  notes.set(toHex(digest), body);
  return { body, digest };
}

const bindingOf = ({ coseKey, algorithm }: FreshKey) => ({
  coseKey,
  algorithm: algorithm === algorithms.WebAuthn ? algorithms.ES256 : algorithm,
  webauthn: null,
});

/** The more there are, the seldomer one more is made. */
const isEnough = ({ chance }: Scene, count: number, enough: number): boolean =>
  chance.below(enough + count) >= enough;

/** Key of somebody who holds the office in the organisation (null: in any) everywhere and without end. */
export function officerKeys(reader: Reader, role: Role, of: string | null): string[] {
  for (const { keyIds } of lasting(reader, role, of)) return keyIds.slice(0, 1);
  return [];
}

/** Read one by one, since reading them all costs as much as a signature. */
function* lasting(reader: Reader, role: Role, of: string | null): Generator<Officeholder> {
  for (const officer of eachOfficer(reader, role)) {
    const { until, within, organisation: where } = officer.value;
    const isHere = until === null && within === null && (of === null || where === of);
    if (isHere && officer.keyIds.length > 0) yield officer;
  }
}

/** The only one who holds the office in the organisation so; null where there are several or none. */
function onlyOne(reader: Reader, role: Role, of: string): Officeholder | null {
  let only: Officeholder | null = null;
  for (const officer of lasting(reader, role, of)) {
    if (only !== null) return null;
    only = officer;
  }
  return only;
}

/** Whether an organisation would have nobody for a role without this official. */
function isNeeded(reader: Reader, bearer: string): boolean {
  const of = reader.read(official, bearer)?.value.organisation ?? "";
  return roles.some((role) => onlyOne(reader, role, of)?.id.startsWith(`${bearer}~`) === true);
}
