import type { Cbor } from "../src/codec/cbor-value.js";
import { encodeCoseKey } from "../src/crypto/cose-key.js";
import { leafHash } from "../src/crypto/hash.js";
import { type MemorySigner, seedSigner } from "../src/crypto/signer.js";
import { algorithms } from "../src/ledger/envelope.js";
import { RecordReader } from "../src/ledger/execute.js";
import { type Block, emptyHead, Ledger } from "../src/ledger/ledger.js";
import type { AllRecords } from "../src/ledger/module.js";
import { ModuleSet } from "../src/ledger/module-set.js";
import type { Transaction } from "../src/ledger/transaction.js";
import { availableModules } from "../src/modules/available.js";
import type { Role } from "../src/modules/identity/schema.js";
import { signedTransaction } from "./envelopes.js";
import { ListingState } from "./listing-state.js";

export const start = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
export const signer = (seed: number): MemorySigner => seedSigner(new Uint8Array(32).fill(seed));

export type Officer = {
  handle: string;
  seed: number;
  role: Role;
  within?: string[];
  until?: number;
};
export type Agency = { name: string; officers: Officer[] };

/** The founding facts of agencies whose keys are made from their place in the list. */
export function genesisOf(agencies: readonly Agency[], threshold = agencies.length) {
  return {
    name: "demo",
    salt: new Uint8Array(16),
    modules: { governance: 1, identity: 2, land: 2 },
    tables: { algorithms: Object.values(algorithms).map((a) => [a, 0, null]), publicity: {} },
    governance: {
      threshold,
      agencies: agencies.map(({ name }, i) => ({
        name,
        organisation: name,
        logKey: signer(100 + i).publicKey.x,
        cosignerKey: signer(150 + i).publicKey.x,
      })),
    },
    identity: {
      organisations: agencies.map(({ name, officers }) => ({
        id: name,
        name,
        reference: null,
        officials: officers.map(({ handle, seed, role, within, until }) => ({
          handle,
          key: binding(signer(seed)),
          offices: [{ role, within: within ?? null, upTo: null, until: until ?? null }],
        })),
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
      offices: [
        { id: agencies[0]?.name ?? "", organisation: agencies[0]?.name ?? "", districts: ["main"] },
      ],
    },
  };
}

export const binding = ({ publicKey }: MemorySigner) => ({
  coseKey: encodeCoseKey(publicKey),
  algorithm: publicKey.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256,
  webauthn: null,
});

/** All modules as they run together, in memory. */
export class TestNetwork {
  readonly ledger: Ledger;
  readonly state = new ListingState();
  readonly id: Uint8Array;
  readonly founded: Block;
  time = start;
  #nonces = 0;

  constructor(genesis: ReturnType<typeof genesisOf>) {
    const modules = ModuleSet.select(availableModules, genesis.modules, genesis.tables);
    this.ledger = new Ledger(modules, this.state, emptyHead());
    this.founded = this.ledger.found(genesis, start);
    this.id = leafHash(this.founded.leaves[0] as Uint8Array);
  }

  get reader() {
    return new RecordReader(this.state);
  }

  readonly records: AllRecords = (record) =>
    [...this.state.keys]
      .filter((key) => key.startsWith(`${record.prefix}/`))
      .sort()
      .flatMap((key) => {
        const id = key.slice(record.prefix.length + 1);
        const standing = this.reader.read(record, id);
        return standing === undefined ? [] : [{ id, ...standing }];
      });

  transaction(type: string, body: Cbor, ...signers: MemorySigner[]): Transaction {
    const nonce = new Uint8Array(16);
    new DataView(nonce.buffer).setUint32(0, this.#nonces++);
    return signedTransaction({
      network: this.id,
      type,
      body,
      signers,
      validUntil: this.time + HOUR_MS,
      nonce,
    });
  }

  /** Executes one transaction in a block of its own: its code. */
  run(type: string, body: Cbor, ...signers: MemorySigner[]): string {
    const block = this.ledger.execute(this.time, null, [this.transaction(type, body, ...signers)]);
    return block?.results[0]?.code ?? "nothing";
  }

  /** Names of the invariants that do not hold. */
  broken(): string[] {
    return this.ledger.modules.modules.flatMap(({ invariants }) =>
      invariants
        .filter(({ broken }) => broken(this.reader, this.records) !== null)
        .map(({ name }) => name),
    );
  }
}
