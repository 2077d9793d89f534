import type { Generator, Generators, Scene } from "../ledger/generator.js";
import type { Reader } from "../ledger/module.js";
import { accreditation, accreditedDigest } from "./governance/accreditations.js";
import { generators as governance } from "./governance/generator.js";
import { draftOrganisation, generators as identity, officerKeys } from "./identity/generator.js";
import { handle, key, organisation } from "./identity/schema.js";
import { generators as land } from "./land/generator.js";
import { title } from "./land/schema.js";

const first = (keys: readonly string[]): string | null => keys[0] ?? null;

function keyOf(reader: Reader, id: string): string | null {
  const keyId = reader.read(handle, id)?.value.keyId ?? "";
  return reader.read(key, keyId)?.value.revoked === null ? keyId : null;
}

const byModule: Readonly<Record<string, Generators>> = {
  identity: identity({
    someAccredited: ({ some, reader }) => {
      const id = some(accreditation);
      const digest = id === null ? null : accreditedDigest(reader, id);
      return id === null || digest === null ? null : { organisation: id, digest };
    },
  }),
  governance: governance({
    governor: (reader, of) => first(officerKeys(reader, "governor", of)),
    someOrganisation: (scene: Scene) => scene.some(organisation),
    newOrganisation: (scene: Scene) => {
      const { body, digest } = draftOrganisation(scene);
      return { organisation: body.id, digest };
    },
    someTitle: (scene: Scene) => scene.some(title),
  }),
  land: land({
    registrar: (reader, of) => first(officerKeys(reader, "registrar", of)),
    representative: (reader, of) => first(officerKeys(reader, "representative", of)),
    keyOf,
    somePerson: (scene: Scene) => scene.some(handle),
    someOrganisation: (scene: Scene) => scene.some(organisation),
  }),
};

/** A generator for every type of transaction, by its full name; a module joins with its `generator.ts`. */
export const generators: ReadonlyMap<string, Generator> = new Map(
  Object.entries(byModule).flatMap(([module, types]) =>
    Object.entries(types).map(([type, generator]) => [`${module}.${type}`, generator] as const),
  ),
);
