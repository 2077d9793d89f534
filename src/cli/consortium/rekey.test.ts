import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { ed25519KeyPair } from "../../crypto/ed25519.js";
import { rotateAction } from "../../modules/governance/actions/rotate.js";
import { DataDirectory } from "../../node/data-directory.js";
import { chance } from "../../node/found.js";
import { readKeyFile } from "../../node/key-file.js";
import { makeMember } from "./member.js";
import { type RekeyOptions, rekey, rekeyed } from "./rekey.js";

const all: RekeyOptions = { keys: rekeyed, validatorKey: null, compromised: true };

function court(): DataDirectory {
  const data = new DataDirectory(join(tempDir(), "court"));
  const at = { node: "https://court.example", p2p: "court.example:26656" };
  const made = { name: "court", land: false, officers: data.keys, validatorKey: null, ...at };
  makeMember(data, made, chance);
  return data;
}

it("makes keys that a node finds, and the action by which they count", () => {
  const data = court();
  const { action, files } = rekey(data, all);
  const { logKey, cosignerKey, validatorKey, ...rest } = rotateAction.parse(action);
  expect(rest).toEqual({ kind: "rotate", agency: "court", compromised: true });
  expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600]);
  const [voting = "", ...signing] = files;
  expect(basename(voting)).toBe("next_priv_validator_key.json");
  expect(validatorKey).toHaveLength(32);
  const made = signing.map(readKeyFileOf);
  expect(made.map(({ use }) => use?.role)).toEqual(["log", "cosigner"]);
  expect(made.map(({ x }) => x)).toEqual([logKey, cosignerKey].map((key) => toHex(key ?? nothing)));
  expect(data.readKeys().map(({ path }) => path)).toEqual(expect.arrayContaining(signing));
});

it("makes those that are asked for, and none over one that waits", () => {
  const data = court();
  const one = rekey(data, { ...all, keys: ["cosigner"], compromised: false });
  expect(one.files).toHaveLength(1);
  expect(one.action).toMatchObject({ logKey: null, validatorKey: null, compromised: false });
  const { publicKey } = ed25519KeyPair(new Uint8Array(32).fill(7));
  const elsewhere = rekey(data, { ...all, keys: [], validatorKey: publicKey });
  expect(elsewhere).toMatchObject({ action: { validatorKey: publicKey }, files: [] });
  expect(rekey(data, all).files).toHaveLength(3);
  const kept = data.readKeys().length;
  expect(() => rekey(data, all)).toThrowError(expect.objectContaining({ code: "KEY_FILE_EXISTS" }));
  expect(data.readKeys()).toHaveLength(kept);
});

const nothing = new Uint8Array(0);

function readKeyFileOf(path: string) {
  const { signer, use } = readKeyFile(path);
  return { use, x: toHex(signer.publicKey.kind === "Ed25519" ? signer.publicKey.x : nothing) };
}
