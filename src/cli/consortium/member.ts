import { existsSync } from "node:fs";
import { ed25519KeyPair } from "../../crypto/ed25519.js";
import { nodeIdOf, writeCometKeys } from "../../node/consortium/comet-home.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { type DrawnSecrets, makeAgency, withDirectory } from "../../node/found.js";
import { newSecret } from "../../node/key-file.js";
import { cliError } from "../errors.js";
import { type MemberFile, writeJson } from "./member-file.js";

export type NewMember = {
  readonly name: string;
  /** Whether it keeps the land register, and with it the directory of persons. */
  readonly land: boolean;
  /** Directory of the officers' keys. */
  readonly officers: string;
  readonly node: string;
  /** `host:port` */
  readonly p2p: string;
  /** Public half of the key that votes, where another machine keeps it; null makes one here. */
  readonly validatorKey: Uint8Array | null;
};

/**
 * Makes an agency's own keys, and the file that the others get, which comes last: a directory that was
 * interrupted is not taken for a member.
 * @throws CLI_MEMBER_THERE, KEY_FILE_EXISTS, DISK_*
 */
export function makeMember(
  data: DataDirectory,
  { name, land, officers, node, p2p, validatorKey }: NewMember,
  secrets: DrawnSecrets,
): MemberFile {
  if (existsSync(data.member) || data.founded) {
    throw cliError("CLI_MEMBER_THERE", { data: data.root });
  }
  data.create();
  const validator = validatorKey === null ? newSecret() : null;
  const nodeSeed = newSecret();
  const roles = ["administrator", "governor", ...(land ? (["registrar"] as const) : [])] as const;
  const agency = { name, title: name, officers: roles.map((role) => ({ role, within: null })) };
  const part = makeAgency(data.keys, officers, secrets, land ? withDirectory(agency) : agency);
  writeCometKeys(data.comet, { validator, node: nodeSeed });
  const publicKey = validator === null ? validatorKey : ed25519KeyPair(validator).publicKey;
  const member: MemberFile = {
    counterfoil: "member",
    version: 1,
    node,
    p2p: { id: nodeIdOf(nodeSeed), address: p2p },
    governance: { ...part.governance, validatorKey: publicKey ?? new Uint8Array(0) },
    identity: part.identity,
  };
  writeJson(data.member, member);
  return member;
}
