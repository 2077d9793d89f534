import { mkdirSync } from "node:fs";
import { chance, type DrawnSecrets } from "../../node/found.js";
import { onDisk } from "../../storage/disk.js";
import { joinNetwork } from "./join.js";
import type { LocalConsortium, LocalDirectory, Member } from "./layout.js";
import { makeMember } from "./member.js";
import { type FoundingFile, writeJson } from "./member-file.js";

export type LocalFounding = {
  readonly network: string;
  /** ms since 1970. */
  readonly time: number;
  /** What stands in for chance; its keys are then anybody's, so that only a bench may do without. */
  readonly secrets?: DrawnSecrets;
};

/**
 * Founds a network of several agencies on this machine, as they would on theirs: each makes its keys,
 * and joins by what all have shown. For trying out: real agencies never have their keys on one machine.
 * @throws CLI_MEMBER_THERE, DISK_*
 */
export function foundLocally(
  dir: LocalDirectory,
  members: readonly Member[],
  { network, time, secrets = chance }: LocalFounding,
): void {
  onDisk(dir.keys, () => mkdirSync(dir.keys, { recursive: true, mode: 0o700 }));
  const made = members.map((member, i) => ({
    member,
    file: makeMember(
      dir.data(member),
      {
        name: member.name,
        // One keeps the land register, so that whose key registers is beyond doubt.
        land: i === 0,
        officers: dir.keys,
        node: `http://127.0.0.1:${member.port}`,
        p2p: `127.0.0.1:${member.p2p}`,
        validatorKey: null,
      },
      secrets,
    ),
  }));
  const founding: FoundingFile = {
    counterfoil: "founding",
    version: 1,
    network,
    time,
    salt: secrets.salt,
    members: made.map(({ file }) => file),
  };
  writeJson(dir.founding, founding);
  for (const { member, file } of made) {
    const { p2p, rpc } = member;
    const listen = { p2p: `127.0.0.1:${p2p}`, rpc: `127.0.0.1:${rpc}`, stateSync: null };
    joinNetwork(dir.data(member), file, founding, listen);
  }
  dir.write({ format: 1, agencies: [...members] } satisfies LocalConsortium);
}
