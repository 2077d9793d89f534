import { resolve } from "node:path";
import { appHash } from "../../engines/cometbft/app-hash.js";
import { chainIdOf } from "../../engines/cometbft/chain-id.js";
import { parameters } from "../../modules/governance/parameters.js";
import { type StateSyncFrom, writeCometHome } from "../../node/consortium/comet-home.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { nodeError } from "../../node/errors.js";
import { chance, foundingBlock, genesisOf, layGenesis } from "../../node/found.js";
import { cliError } from "../errors.js";
import { firstLand } from "../first-land.js";
import { type FoundingFile, keepsLand, type MemberFile, nameOf, textOf } from "./member-file.js";

/** Longest path of a Unix socket, in bytes (`sun_path` of Linux, less its end). */
const SOCKET_PATH_BYTES = 107;

export type JoinOptions = {
  /** `host:port` at which this agency's CometBFT listens to others', and to its own node alone. */
  readonly p2p: string;
  readonly rpc: string;
  /** Null begins at the first block. */
  readonly stateSync: StateSyncFrom | null;
};

/** The network's id. @throws CLI_MEMBERS, GOVERNANCE_*, IDENTITY_* */
export const idOf = (founding: FoundingFile): Uint8Array =>
  foundingBlock(genesisOfAll(founding), founding.time).id;

/**
 * What the founders' files come to together, tried out.
 * @param time of the founding, ms since 1970
 * @throws CLI_MEMBERS, GOVERNANCE_*, IDENTITY_*
 */
export function agreeOn(network: string, members: readonly MemberFile[], time: number) {
  const names = new Set(members.map(nameOf));
  if (names.size < members.length) throw cliError("CLI_MEMBERS", { problem: "one agency twice" });
  const founding: FoundingFile = {
    counterfoil: "founding",
    version: 1,
    network,
    time,
    salt: chance.salt,
    members: [...members],
  };
  return { founding, id: idOf(founding) };
}

/** The genesis fact of those who found a network together. @throws CLI_MEMBERS */
function genesisOfAll({ network, salt, members }: FoundingFile) {
  const keepers = members.filter(keepsLand);
  const [keeper] = keepers;
  if (keeper === undefined || keepers.length > 1) {
    throw cliError("CLI_MEMBERS", {
      problem: "one agency, and no other, keeps the land register",
      agencies: keepers.map(nameOf).join(", "),
    });
  }
  return genesisOf({
    network,
    salt,
    agencies: members,
    organisations: [],
    land: firstLand(nameOf(keeper), ["main"]),
  });
}

/**
 * Puts block 0 and all that both of an agency's processes need into a directory that has its keys. Who
 * is not among the founders begins from the same block, and only reads until it is admitted; so does a
 * founder who lost its keys and comes back from a snapshot with others, until they are decided on.
 * @throws CLI_MEMBERS, CLI_USAGE, DATA_NOT_EMPTY, GOVERNANCE_*, IDENTITY_*, DISK_*
 */
export function joinNetwork(
  data: DataDirectory,
  own: MemberFile,
  founding: FoundingFile,
  { p2p, rpc, stateSync }: JoinOptions,
): { readonly id: Uint8Array; readonly founder: boolean } {
  if (data.founded) throw nodeError("DATA_NOT_EMPTY", { data: data.root });
  const { network, time, members } = founding;
  const name = nameOf(own);
  const listed = members.find((each) => nameOf(each) === name);
  const founder = listed !== undefined && textOf(listed) === textOf(own);
  if (listed !== undefined && !founder && stateSync === null) {
    throw cliError("CLI_MEMBERS", { agency: name, problem: "it has other keys or addresses here" });
  }
  const abci = resolve(data.abci);
  if (Buffer.byteLength(abci) > SOCKET_PATH_BYTES) {
    throw cliError("CLI_USAGE", { path: abci, needs: `at most ${SOCKET_PATH_BYTES} bytes` });
  }
  const genesis = genesisOfAll(founding);
  const founded = foundingBlock(genesis, time);
  const others = members.filter((each) => nameOf(each) !== name);
  writeCometHome(data.comet, {
    moniker: name,
    chainId: chainIdOf(founded.id),
    time,
    validators: members.map(({ governance }) => ({
      name: governance.name,
      key: governance.validatorKey,
      power: 1,
    })),
    blockBytes: parameters["engine.blockBytes"].standard,
    mempool: { transactions: 128, bytes: 64 * 1024 * 1024 },
    appHash: appHash(founded.block),
    p2p,
    rpc,
    stateSync,
    abci,
    peers: others.map((each) => each.p2p),
  });
  const consortium = {
    rpc: `http://${rpc}`,
    peers: others.map(({ governance, node }) => ({ agency: governance.name, node })),
  };
  layGenesis(data, founded, { network, demo: false, consortium });
  return { id: founded.id, founder };
}
