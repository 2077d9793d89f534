import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { toHex } from "../base/text.js";
import type { CborObject } from "../codec/cbor-value.js";
import { encodeCoseKey } from "../crypto/cose-key.js";
import { leafHash } from "../crypto/hash.js";
import { algorithms } from "../ledger/envelope.js";
import { type Block, emptyHead, Ledger } from "../ledger/ledger.js";
import { ModuleSet } from "../ledger/module-set.js";
import { MemoryState } from "../ledger/state.js";
import { availableModules } from "../modules/available.js";
import type { GovernanceGenesis } from "../modules/governance/genesis.js";
import type { IdentityGenesis } from "../modules/identity/genesis.js";
import type { Role } from "../modules/identity/schema.js";
import { type FileSystem, nodeFileSystem } from "../storage/file-system.js";
import { DurableRecord } from "../storage/log/durable-record.js";
import { SegmentLog } from "../storage/log/segment-log.js";
import { type Config, DATA_FORMAT, type DataDirectory } from "./data-directory.js";
import { nodeError } from "./errors.js";
import { newSecret, type StoredKey, writeKeyFile } from "./key-file.js";

export type FoundingAgency = {
  /** Its name in cosignatures and the trust file: `[a-z0-9-]{1,63}`. */
  readonly name: string;
  /** Its organisation's name, for people. */
  readonly title: string;
  readonly officers: readonly { readonly role: Role; readonly within: readonly string[] | null }[];
};
/** What stands in for chance where everybody may know everything: the salt, the keys, the handles. */
export type DrawnSecrets = {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** 32 bytes, for each key that is made. */
  readonly keyOf: (agency: string, role: string) => Uint8Array;
  readonly handleOf: (agency: string, role: string) => string;
};
export type Founding = {
  readonly network: string;
  /** ms since 1970. */
  readonly time: number;
  readonly agencies: readonly FoundingAgency[];
  /** Others that hold rights or vouch for people, and sign no checkpoint. */
  readonly organisations?: readonly FoundingAgency[];
  /** The genesis fact's member `land`. */
  readonly land: CborObject;
} & (
  | { readonly demo: false }
  // A network that is no demonstration has no place to put them.
  | { readonly demo: true; readonly drawn?: DrawnSecrets }
);

/**
 * Founds a network in an empty data directory: its agencies' and officers' keys, and block 0. The
 * configuration comes last, so that a directory that was interrupted is not taken for a network.
 * @throws DATA_NOT_EMPTY
 */
export function found(data: DataDirectory, founding: Founding): Uint8Array {
  if (data.founded) throw nodeError("DATA_NOT_EMPTY", { data: data.root });
  data.create();
  const { network, agencies, organisations = [], land, demo, time } = founding;
  const secrets = (founding.demo && founding.drawn) || chance;
  const made = agencies.map((agency, i) =>
    makeAgency(data.keys, data.keys, secrets, i === 0 ? withDirectory(agency) : agency),
  );
  const others = organisations.map((each) => makeOrganisation(data.keys, secrets, each));
  const genesis = genesisOf({
    network,
    salt: secrets.salt,
    agencies: made,
    organisations: others,
    land,
  });
  const founded = foundingBlock(genesis, time);
  layGenesis(data, founded, { network, demo });
  return founded.id;
}

/** What everybody may know of an agency that founds a network. */
export type FoundingPart = {
  readonly governance: GovernanceGenesis["agencies"][number];
  readonly identity: IdentityGenesis["organisations"][number];
};

/** The genesis fact, a function of what it is given: all who found a network together have the same. */
export function genesisOf({
  network,
  salt,
  agencies,
  organisations,
  land,
}: {
  readonly network: string;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  readonly agencies: readonly FoundingPart[];
  readonly organisations: readonly CborObject[];
  readonly land: CborObject;
}): CborObject {
  return {
    name: network,
    salt,
    modules: MODULES,
    tables: {
      algorithms: Object.values(algorithms).map((algorithm) => [algorithm, 0, null]),
      publicity: {},
    },
    governance: {
      threshold: Math.floor((2 * agencies.length) / 3) + 1,
      agencies: agencies.map(({ governance }) => governance),
    },
    identity: { organisations: [...agencies.map(({ identity }) => identity), ...organisations] },
    land,
  };
}

export type FoundingBlock = { readonly id: Uint8Array; readonly block: Block };

/** Block 0 of a genesis fact, and the network's id. @throws GOVERNANCE_*, IDENTITY_*, LAND_* where it breaks a rule */
export function foundingBlock(genesis: CborObject, time: number): FoundingBlock {
  const modules = ModuleSet.select(availableModules, MODULES, genesis["tables"] ?? null);
  const block = new Ledger(modules, new MemoryState(), emptyHead()).found(genesis, time);
  return { id: leafHash(block.leaves[0] as Uint8Array), block };
}

/** Block 0, and a configuration, which comes last. @throws LOG_*, RECORD_*, DISK_* */
export function layGenesis(
  data: DataDirectory,
  { id, block }: FoundingBlock,
  config: Pick<Config, "network" | "demo" | "consortium">,
): void {
  layFirstBlock(data, id, block, nodeFileSystem);
  data.writeConfig({ format: DATA_FORMAT, ...config, id: toHex(id), kind: "node" });
}

/** Puts block 0 on a disk that holds no log yet, durably, and its record. @throws LOG_*, RECORD_*, DISK_* */
export function layFirstBlock(
  data: DataDirectory,
  id: Uint8Array,
  block: Block,
  system: FileSystem,
): void {
  const record = DurableRecord.open(data.record, system);
  const log = SegmentLog.open(data.log, { networkId: id, record: record.read(), system });
  log.append(block.leaves);
  record.write({ ...log.syncNow(), root: block.root });
  log.close();
  record.close();
}

export const chance: DrawnSecrets = {
  get salt() {
    return new Uint8Array(randomBytes(16));
  },
  keyOf: () => newSecret(),
  handleOf: () => toHex(randomBytes(16)),
};

const MODULES = { governance: 1, identity: 2, land: 2 } as const;

/** The first agency keeps the directory of persons: its service signs what it publishes. */
export function withDirectory(agency: FoundingAgency): FoundingAgency {
  const kept = agency.officers.filter(({ role }) => role !== "directory");
  return { ...agency, officers: [...kept, { role: "directory", within: null }] };
}

/**
 * Makes an agency's keys and its officers'.
 * @param own directory of the keys that its node signs with
 * @param officers directory of the officers' keys
 */
export function makeAgency(
  own: string,
  officers: string,
  secrets: DrawnSecrets,
  agency: FoundingAgency,
): FoundingPart {
  const { name } = agency;
  const raw = (role: string) => makeKey(own, secrets, name, role).signer.publicKey.x;
  return {
    governance: {
      name,
      organisation: name,
      logKey: raw("log"),
      cosignerKey: raw("cosigner"),
    },
    identity: makeOrganisation(officers, secrets, agency),
  };
}

function makeOrganisation(
  keys: string,
  secrets: DrawnSecrets,
  { name, title, officers }: FoundingAgency,
): FoundingPart["identity"] {
  const official = ({ role, within }: FoundingAgency["officers"][number]) => ({
    handle: secrets.handleOf(name, role),
    key: {
      coseKey: encodeCoseKey(makeKey(keys, secrets, name, role).signer.publicKey),
      algorithm: algorithms.EdDSA,
      webauthn: null,
    },
    offices: [{ role, within: within && [...within], upTo: null, until: null }],
  });
  return { id: name, name: title, reference: null, officials: officers.map(official) };
}

/** Of an agency's role, made by chance or as it is drawn, in a directory of keys. @throws KEY_FILE_EXISTS */
export function makeKey(
  keys: string,
  secrets: DrawnSecrets,
  agency: string,
  role: string,
): StoredKey {
  return writeKeyFile(
    join(keys, `${agency}-${role}.key`),
    { algorithm: "Ed25519", secret: secrets.keyOf(agency, role), use: { agency, role } },
    null,
  );
}
