import { join } from "node:path";
import { toHex } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { ed25519KeyPair } from "../../crypto/ed25519.js";
import { writeNextValidatorKey } from "../../node/consortium/comet-home.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { newSecret, signerOf, writeKeyFile } from "../../node/key-file.js";
import { nameOf, readMember } from "./member-file.js";

export const rekeyed = ["log", "cosigner", "validator"] as const;
export type Rekeyed = (typeof rekeyed)[number];

export type RekeyOptions = {
  readonly keys: readonly Rekeyed[];
  /** Public half of the next key that votes, where another machine keeps it; null makes one here. */
  readonly validatorKey: Uint8Array | null;
  /** Whether those that they replace count as stolen. */
  readonly compromised: boolean;
};

/**
 * Makes an agency's next keys beside those that it has, and what the agencies then decide on.
 * @returns the action to be proposed, and the files that were written
 * @throws CLI_FILE, CLI_MEMBERS, KEY_FILE_EXISTS, DISK_*
 */
export function rekey(
  data: DataDirectory,
  { keys, validatorKey, compromised }: RekeyOptions,
): { readonly action: Cbor; readonly files: readonly string[] } {
  const agency = nameOf(readMember(data.member));
  const files: string[] = [];
  const next = (role: Rekeyed, write: (secret: Uint8Array) => string): Uint8Array | null => {
    if (!keys.includes(role)) return null;
    const secret = newSecret();
    files.push(write(secret));
    return ed25519KeyPair(secret).publicKey;
  };
  const signing = (role: "log" | "cosigner") =>
    next(role, (secret) => {
      const keyId = toHex(signerOf("Ed25519", secret).thumbprint);
      const path = join(data.keys, `${agency}-${role}-${keyId.slice(0, 8)}.key`);
      const key = { algorithm: "Ed25519", secret, use: { agency, role } } as const;
      return writeKeyFile(path, key, null).path;
    });
  const action = {
    kind: "rotate",
    agency,
    // The first to be made, since it alone may be there already.
    validatorKey:
      validatorKey ?? next("validator", (secret) => writeNextValidatorKey(data.comet, secret)),
    logKey: signing("log"),
    cosignerKey: signing("cosigner"),
    compromised,
  };
  return { action, files };
}
