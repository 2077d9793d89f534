import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { concatBytes } from "../../base/bytes.js";
import { toBase64, toHex } from "../../base/text.js";
import { ed25519KeyPair } from "../../crypto/ed25519.js";
import { sha256 } from "../../crypto/hash.js";
import { onDisk } from "../../storage/disk.js";
import { createPrivate } from "../key-file.js";
import type { TrustedBlock } from "./trusted-block.js";

/** A validator as CometBFT's genesis file names it. */
export type Validator = {
  readonly name: string;
  /** Ed25519, raw. */
  readonly key: Uint8Array;
  readonly power: number;
};

export type CometHome = {
  readonly moniker: string;
  readonly chainId: string;
  /** Of the network's founding, ms since 1970. */
  readonly time: number;
  readonly validators: readonly Validator[];
  /** Most bytes of transactions in a block, as governance has it at first. */
  readonly blockBytes: number;
  /** What may wait for a block: there, bundles. */
  readonly mempool: { readonly transactions: number; readonly bytes: number };
  /** Of the ledger after its block 0. */
  readonly appHash: Uint8Array;
  /** `host:port` at which it listens. */
  readonly p2p: string;
  readonly rpc: string;
  /** Socket of the application. */
  readonly abci: string;
  readonly peers: readonly { readonly id: string; readonly address: string }[];
  /** Whoever joins later begins from a snapshot; null begins at the first block. */
  readonly stateSync: StateSyncFrom | null;
};

export type StateSyncFrom = {
  /** JSON-RPC of other agencies' CometBFT, at least two. */
  readonly servers: readonly string[];
  readonly trusted: TrustedBlock;
};

/** First 20 bytes of SHA-256 of a raw Ed25519 key: CometBFT's address of a validator, and id of a node. */
export const cometAddress = (key: Uint8Array): Uint8Array => sha256(key).slice(0, 20);

export const nodeIdOf = (seed: Uint8Array): string =>
  toHex(cometAddress(ed25519KeyPair(seed).publicKey));

/** Seeds of Ed25519 keys, 32 bytes. */
export type CometSeeds = {
  /** Of the key that votes; null where another machine keeps it and signs for this one. */
  readonly validator: Uint8Array | null;
  /** Of the key that names this machine to others. */
  readonly node: Uint8Array;
};

/** Writes the keys that CometBFT v0.39 looks for; what it has voted since is never overwritten. @throws DISK_* */
export function writeCometKeys(home: string, { validator, node }: CometSeeds): void {
  const write = writerIn(home);
  write("config/node_key.json", json({ priv_key: privateKey(node) }));
  if (validator === null) return;
  write("config/priv_validator_key.json", validatorKeyFile(validator));
  const state = "data/priv_validator_state.json";
  if (!existsSync(join(home, state))) write(state, json({ height: "0", round: 0, step: 0 }));
}

/**
 * Writes the key that votes once the agencies have decided on it, beside the one that does now.
 * @returns its path
 * @throws KEY_FILE_EXISTS, DISK_*
 */
export function writeNextValidatorKey(home: string, seed: Uint8Array): string {
  const path = join(home, "config/next_priv_validator_key.json");
  createPrivate(path, validatorKeyFile(seed));
  return path;
}

/** Writes what CometBFT v0.39 needs to begin, beside its keys. @throws DISK_* */
export function writeCometHome(home: string, options: CometHome): void {
  const write = writerIn(home);
  write("config/genesis.json", json(genesisOf(options)));
  write("config/config.toml", configOf(options));
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function writerIn(home: string): (name: string, text: string) => void {
  return onDisk(home, () => {
    for (const folder of ["config", "data"]) {
      mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
    }
    return (name, text) => {
      const path = join(home, name);
      onDisk(path, () => writeFileSync(path, text, { mode: 0o600, flush: true }));
    };
  });
}

function validatorKeyFile(seed: Uint8Array): string {
  const { publicKey } = ed25519KeyPair(seed);
  return json({
    address: toHex(cometAddress(publicKey)).toUpperCase(),
    pub_key: publicKeyOf(publicKey),
    priv_key: privateKey(seed),
  });
}

const publicKeyOf = (key: Uint8Array) => ({
  type: "tendermint/PubKeyEd25519",
  value: toBase64(key),
});

/** Seed and public key behind it. */
const privateKey = (seed: Uint8Array) => ({
  type: "tendermint/PrivKeyEd25519",
  value: toBase64(concatBytes(seed, ed25519KeyPair(seed).publicKey)),
});

function genesisOf({ time, chainId, validators, appHash, blockBytes }: CometHome) {
  return {
    genesis_time: new Date(time).toISOString(),
    chain_id: chainId,
    initial_height: "1",
    consensus_params: {
      block: { max_bytes: String(blockBytes), max_gas: "-1" },
      evidence: {
        max_age_num_blocks: "100000",
        max_age_duration: "172800000000000",
        max_bytes: "1048576",
      },
      validator: { pub_key_types: ["ed25519"] },
      version: { app: "1" },
      abci: { vote_extensions_enable_height: "0" },
    },
    validators: validators.map(({ name, key, power }) => ({
      address: toHex(cometAddress(key)).toUpperCase(),
      pub_key: publicKeyOf(key),
      power: String(power),
      name,
    })),
    app_hash: toHex(appHash).toUpperCase(),
  };
}

/** Only what differs from CometBFT's own defaults. */
function configOf({ moniker, abci, rpc, p2p, peers, mempool, stateSync }: CometHome): string {
  const persistent = peers.map(({ id, address }) => `${id}@${address}`).join(",");
  return `proxy_app = ${JSON.stringify(`unix://${abci}`)}
moniker = ${JSON.stringify(moniker)}
log_level = "error"

[rpc]
laddr = "tcp://${rpc}"
max_body_bytes = 1000000

[p2p]
laddr = "tcp://${p2p}"
persistent_peers = "${persistent}"
addr_book_strict = false
allow_duplicate_ip = true
pex = false

[mempool]
type = "flood"
# A bundle that is on record already costs nothing more in a block: the application passes over it.
recheck = false
size = ${mempool.transactions}
max_txs_bytes = ${mempool.bytes}
keep-invalid-txs-in-cache = false

[consensus]
timeout_propose = "2s"
timeout_commit = "200ms"
create_empty_blocks = true
# A deadline that falls due on an idle network waits no longer.
create_empty_blocks_interval = "2s"
peer_gossip_sleep_duration = "10ms"

${stateSync === null ? "" : stateSyncOf(stateSync)}[tx_index]
indexer = "null"

[storage]
discard_abci_responses = false
`;
}

/** The trust period is shorter than evidence of misbehaviour counts (`genesisOf`). */
const stateSyncOf = ({ servers, trusted: { height, hash } }: StateSyncFrom): string => `[statesync]
enable = true
rpc_servers = "${servers.join(",")}"
trust_height = ${height}
trust_hash = "${hash}"
trust_period = "40h0m0s"
discovery_time = "5s"
chunk_request_timeout = "30s"
chunk_fetchers = "4"

`;
