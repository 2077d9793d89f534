import { mkdirSync } from "node:fs";
import { ed25519KeyPair } from "../../crypto/ed25519.js";
import { appHash } from "../../engines/cometbft/app-hash.js";
import { chainIdOf } from "../../engines/cometbft/chain-id.js";
import { parameters } from "../../modules/governance/parameters.js";
import { nodeIdOf, writeCometHome } from "../../node/consortium/comet-home.js";
import {
  chance,
  type DrawnSecrets,
  genesisOf,
  layGenesis,
  makeAgency,
  withDirectory,
} from "../../node/found.js";
import { newSecret } from "../../node/key-file.js";
import { onDisk } from "../../storage/disk.js";
import { firstLand } from "../first-land.js";
import type { LocalConsortium, LocalDirectory, Member } from "./layout.js";

export type LocalFounding = {
  readonly network: string;
  /** ms since 1970. */
  readonly time: number;
  /** What stands in for chance; its keys are then anybody's, so that only a bench may do without. */
  readonly secrets?: DrawnSecrets;
};

/**
 * Founds a network of several agencies on this machine, each with a directory, keys and a CometBFT of
 * its own. For trying out: a real network's agencies never have their keys on one machine.
 * @throws DATA_NOT_EMPTY, DISK_*
 */
export function foundLocally(
  dir: LocalDirectory,
  members: readonly Member[],
  { network, time, secrets = chance }: LocalFounding,
): void {
  onDisk(dir.keys, () => mkdirSync(dir.keys, { recursive: true, mode: 0o700 }));
  const governs = ["administrator", "governor"] as const;
  const made = members.map((member) => ({
    member,
    validatorSeed: newSecret(),
    nodeSeed: newSecret(),
  }));
  const parts = made.map(({ member, validatorSeed }, i) => {
    const data = dir.data(member);
    data.create();
    const { name } = member;
    // The first keeps the land register, so that whose key registers is beyond doubt.
    const roles = i === 0 ? ([...governs, "registrar"] as const) : governs;
    const officers = roles.map((role) => ({ role, within: null }));
    const agency = { name, title: name, officers };
    const { publicKey } = ed25519KeyPair(validatorSeed);
    const founder = i === 0 ? withDirectory(agency) : agency;
    return makeAgency(data.keys, dir.keys, secrets, founder, publicKey);
  });
  const [first] = members;
  const genesis = genesisOf({
    network,
    salt: secrets.salt,
    agencies: parts,
    organisations: [],
    land: firstLand(first?.name ?? "", ["main"]),
  });
  for (const { member, ...seeds } of made) {
    const others = made.filter((each) => each.member !== member);
    const founded = layGenesis(dir.data(member), genesis, time, {
      network,
      demo: false,
      consortium: {
        rpc: `http://127.0.0.1:${member.rpc}`,
        peers: others.map(({ member: { name, port } }) => ({
          agency: name,
          node: `http://127.0.0.1:${port}`,
        })),
      },
    });
    writeCometHome(dir.home(member), {
      ...seeds,
      moniker: member.name,
      chainId: chainIdOf(founded.id),
      time,
      validators: made.map((each) => ({
        name: each.member.name,
        key: ed25519KeyPair(each.validatorSeed).publicKey,
        power: 1,
      })),
      blockBytes: parameters["engine.blockBytes"].standard,
      mempool: { transactions: 128, bytes: 64 * 1024 * 1024 },
      appHash: appHash(founded),
      p2p: `127.0.0.1:${member.p2p}`,
      rpc: `127.0.0.1:${member.rpc}`,
      abci: dir.data(member).abci,
      peers: others.map(({ member: { p2p }, nodeSeed }) => ({
        id: nodeIdOf(nodeSeed),
        address: `127.0.0.1:${p2p}`,
      })),
    });
  }
  dir.write({ format: 1, agencies: [...members] } satisfies LocalConsortium);
}
