import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { equalBytes } from "#src/base/bytes.js";
import { utf8Encode } from "#src/base/text.js";
import { makeMember } from "#src/cli/consortium/member.js";
import {
  type FoundingFile,
  nameOf,
  readFounding,
  readMember,
  textOf,
} from "#src/cli/consortium/member-file.js";
import { readOpenings, writeOpenings } from "#src/cli/openings-file.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { BackupReader, BackupWriter } from "#src/node/copy/backup-format.js";
import { DataDirectory } from "#src/node/data-directory.js";
import { keyEncryptionKey } from "#src/node/directory/key-encryption-key.js";
import { ReadLog } from "#src/node/directory/read-log.js";
import { seal, unseal } from "#src/node/directory/seal.js";
import { Drafts } from "#src/node/drafts.js";
import { chance as drawn } from "#src/node/found.js";
import { keyFileText, readKeyFile } from "#src/node/key-file.js";
import { parsePlaces } from "#src/readmodel/places.js";
import { mutateBytes } from "../make/bytes.js";
import { CborMaker } from "../make/cbor.js";
import { JsonMaker } from "../make/json.js";
import { fileWith, freshPath } from "../make/temp.js";
import type { Chance } from "../run/chance.js";
import { bytes } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertTrue, lossy } from "./same.js";

const decoders = "decoders";
const secret = new Uint8Array(32).fill(3);
const hex = "03".repeat(32);

const keyTexts = [
  keyFileText({ algorithm: "Ed25519", secret, use: null }, null),
  keyFileText({ algorithm: "P-256", secret, use: { agency: "a", role: "registrar" } }, null),
  keyFileText({ algorithm: "Ed25519", secret, use: null }, "passphrase"),
];

/** Without a passphrase: with one, every guess takes a fifth of a second, as it should. */
const keyFile: Target = {
  name: "key-file",
  kind: decoders,
  weight: 0.1,
  make: new JsonMaker(keyTexts).make,
  run: (input) => {
    const { signer } = readKeyFile(fileWith("a.key", input));
    return signer.publicKey.kind;
  },
  refusals: /^(?:KEY_FILE|KEY_PASSPHRASE|KEY_SECRET)$/,
};

const opening = { salt: secret, path: "/name", value: "Ana Dias" };
const openingsPath = freshPath("openings.json");
writeOpenings(openingsPath, secret, "0".repeat(32), [opening]);
const openings: Target = {
  name: "openings-file",
  kind: decoders,
  weight: 0.1,
  make: new JsonMaker([readFileSync(openingsPath, "utf8")]).make,
  run: (input) => {
    const read = readOpenings(fileWith("openings", input));
    assertTrue(
      read.every(({ salt }) => salt.length === 64),
      "salt",
    );
    return "ok";
  },
  refusals: /^CLI_(?:USAGE|FILE)$/,
};

const memberData = new DataDirectory(freshPath("member"));
const member = makeMember(
  memberData,
  {
    ...{ name: "court", land: true, officers: memberData.keys, validatorKey: secret },
    ...{ node: "https://court.example", p2p: "court.example:26656" },
  },
  drawn,
);
const founding: FoundingFile = {
  ...{ counterfoil: "founding", version: 1, network: "demo", time: 1, salt: secret.slice(16) },
  members: [member],
};
const memberFiles: Target = {
  name: "member-files",
  kind: decoders,
  weight: 0.1,
  make: new JsonMaker([textOf(member), textOf(founding)]).make,
  run: (input) => {
    const path = fileWith("member.json", input);
    if (lossy(input).includes("members")) {
      assertTrue(readFounding(path).members.length > 0, "members");
      return "founding";
    }
    assertTrue(nameOf(readMember(path)).length > 0, "name");
    return "member";
  },
  refusals: /^(?:CLI_MEMBERS|CLI_USAGE|TEXT_HEX)$/,
};

const places: Target = {
  name: "places",
  kind: decoders,
  weight: 0.2,
  make: new JsonMaker([
    JSON.stringify({
      version: 1,
      streets: [{ id: "s1", name: "Mill Lane", locality: "Northgate", line: [[2.3, 48.7]] }],
      addresses: [{ parcel: "p1", street: "s1", number: "12" }],
    }),
  ]).make,
  run: (input) => `${parsePlaces(input).streets.length} streets`,
  refusals: /^PLACES_FORM$/,
};

const backupPath = freshPath("backup");
const writer = new BackupWriter(backupPath, {
  ...{ network: "demo", id: hex, kind: "node", demo: true, size: 3, root: hex },
});
for (const leaf of bytes("fact").slice(0, 3)) writer.add(1, leaf);
writer.add(2, utf8Encode("a checkpoint"));
writer.finish();
writer.close();
const backups = [new Uint8Array(readFileSync(backupPath))];

function withDigest(chance: Chance, input: Uint8Array): Uint8Array {
  if (input.length < 32 || chance.oneIn(4)) return input;
  const body = input.subarray(0, -32);
  return new Uint8Array(Buffer.concat([body, createHash("sha256").update(body).digest()]));
}

const backup: Target = {
  name: "backup",
  kind: decoders,
  weight: 0.02,
  make: (chance) => withDigest(chance, mutateBytes(chance, chance.pick(backups), backups)),
  run: (input) => {
    const reader = new BackupReader(fileWith("backup.cfbak", input));
    try {
      return `${[...reader.entries()].length} entries`;
    } finally {
      reader.close();
    }
  },
  refusals: /^BACKUP_FORM$/,
};

const configText = JSON.stringify({
  ...{ format: 1, network: "demo", id: hex, kind: "node", demo: true },
});
const config: Target = {
  name: "config",
  kind: decoders,
  weight: 0.1,
  make: new JsonMaker([configText]).make,
  run: (input) => new DataDirectory(dirname(fileWith("config.json", input))).readConfig().kind,
  refusals: /^DATA_(?:CONFIG|NEWER|RESTORING)$/,
};

const sealed = [seal(secret, "frame 0", new Uint8Array(5)), seal(secret, "frame 0", secret)];
const box: Target = {
  name: "sealed",
  kind: decoders,
  weight: 0.2,
  make: (chance) =>
    chance.oneIn(20) ? chance.pick(sealed) : mutateBytes(chance, sealed[0] ?? secret, sealed),
  run: (input) => {
    const plain = unseal(secret, "frame 0", input);
    assertTrue(equalBytes(plain, secret) || equalBytes(plain, new Uint8Array(5)), "plain");
    return "ok";
  },
  refusals: /^DIRECTORY_DAMAGED$/,
};

const frames = new CborMaker(
  [
    { kind: "read", handle: "a", time: 1, commitment: secret, entry: secret },
    { kind: "close", to: 5, reads: 1 },
    { kind: "root", number: 1 },
  ].map(encodeCbor),
);
const frame = (plain: Uint8Array, number: number): Uint8Array => {
  const shut = seal(secret, `frame ${number}`, plain);
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint32(0, shut.length);
  return new Uint8Array(Buffer.concat([head, shut]));
};

/** Frames that the node has sealed itself, whatever they say; and files that were damaged. */
const readLog: Target = {
  name: "read-log",
  kind: decoders,
  weight: 0.05,
  make: (chance) => {
    const parts = Array.from({ length: chance.few(4) }, (_, i) => frame(frames.make(chance), i));
    const whole = new Uint8Array(Buffer.concat(parts));
    return chance.oneIn(2) ? whole : mutateBytes(chance, whole, parts);
  },
  run: (input) => {
    const log = new ReadLog(fileWith("reads.log", input), secret, () => null);
    const { length } = log.periods;
    log.close();
    return `${length} periods`;
  },
  refusals: /^DIRECTORY_DAMAGED$/,
};

const kek: Target = {
  name: "directory-key",
  kind: decoders,
  weight: 0.05,
  make: (chance) => mutateBytes(chance, secret, []),
  run: (input) => {
    assertTrue(keyEncryptionKey(fileWith("directory.kek", input), true).length === 32, "length");
    return "ok";
  },
  refusals: /^(?:DIRECTORY|KEY)_/,
};

const id = "0".repeat(64);
/** Files under `DIR/drafts`, which are read when a node starts. */
const draftFile: Target = {
  name: "draft-file",
  kind: decoders,
  weight: 0.05,
  make: new CborMaker(bytes("envelope")).make,
  run: (input) => {
    const dir = freshPath("drafts");
    mkdirSync(dir);
    writeFileSync(`${dir}/${id}.tx`, input);
    const drafts = new Drafts(dir, { network: secret, now: () => 0, admits: () => true });
    return `${drafts.list(hex).length} drafts`;
  },
  refusals: /^$/,
};

export const fileTargets: readonly Target[] = [
  keyFile,
  openings,
  memberFiles,
  places,
  backup,
  config,
  box,
  readLog,
  kek,
  draftFile,
];
