import type { CborObject } from "#src/codec/cbor-value.js";
import { algorithms } from "#src/ledger/envelope.js";
import { availableModules } from "#src/modules/available.js";
import { roles } from "#src/modules/identity/schema.js";
import type { AgencySigners } from "#src/node/cosigner.js";
import type { Keyring } from "./keyring.js";

/** Organisations of every simulated network; agencies have others beside them. */
const usual = ["registry", "council", "bank"];

/** The founding facts: in each organisation one official for each role; the agencies are organisations. */
export function genesisOf(keys: Keyring, agencies: readonly AgencySigners[]): CborObject {
  const organisations = [...new Set([...usual, ...agencies.map(({ agency }) => agency)])];
  return {
    name: "sim",
    salt: new Uint8Array(16),
    modules: Object.fromEntries(availableModules.map(({ name, version }) => [name, version])),
    tables: {
      algorithms: Object.values(algorithms).map((algorithm) => [algorithm, 0, null]),
      publicity: {},
    },
    governance: {
      threshold: Math.floor((2 * agencies.length) / 3) + 1,
      agencies: agencies.map(({ agency, logKey, cosigner }) => ({
        name: agency,
        organisation: agency,
        logKey: logKey.publicKey.x,
        cosignerKey: cosigner.publicKey.x,
      })),
    },
    identity: {
      organisations: organisations.map((id) => ({
        id,
        name: id,
        reference: null,
        officials: roles.map((role) => official(keys, id, role)),
      })),
    },
    land: {
      levels: [
        {
          id: "surface",
          kind: "surface",
          grid: { crs: "EPSG:4326", unit: "degree", stepsPerUnit: 10_000_000 },
        },
      ],
      offices: [{ id: "registry", organisation: "registry", districts: ["main"] }],
    },
  };
}

function official(keys: Keyring, organisation: string, role: string): CborObject {
  const { coseKey, algorithm } = keys.fresh();
  return {
    handle: `${organisation}-${role}`,
    key: { coseKey, algorithm, webauthn: null },
    offices: [{ role, within: null, upTo: null, until: null }],
  };
}
