import { decodeCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { type Cbor, isCborArray } from "#src/codec/cbor-value.js";
import { formatCheckpoint, parseCheckpoint } from "#src/crypto/checkpoint.js";
import { decodeCoseKey, encodeCoseKey } from "#src/crypto/cose-key.js";
import { verifyCosignature } from "#src/crypto/cosignature.js";
import { formatNote, parseNote, verifyNoteLine } from "#src/crypto/note.js";
import { checkConsistency, checkInclusion } from "#src/crypto/tree.js";
import { judgeCheckpoint } from "#src/crypto/trust.js";
import { parseTrustFile } from "#src/crypto/trust-file.js";
import { formatVkey, parseVkey } from "#src/crypto/vkey.js";
import { checkNote } from "#src/node/http/check-note.js";
import { CborMaker } from "../make/cbor.js";
import { JsonMaker } from "../make/json.js";
import { TextMaker } from "../make/text.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue, lossy } from "./same.js";

const notes = texts("note");
const trusts = texts("trust");
const [mainTrust = ""] = trusts;
const trust = parseTrustFile(mainTrust);
const vkeys = [...trust.log, ...trust.agencies].map(({ vkey }) => vkey);
const noteWords = ["\n", "\n\n", "— ", " ", "0", "9007199254740992", "=", "+", "\r", "\u00a0", "é"];
const decoders = "decoders";

const note: Target = {
  name: "note",
  kind: decoders,
  make: new TextMaker(notes, noteWords).make,
  run: (input) => {
    const text = lossy(input);
    assertTrue(formatNote(parseNote(text)) === text, "note");
    return "ok";
  },
  refusals: /^NOTE_/,
};

const checkpoint: Target = {
  name: "checkpoint",
  kind: decoders,
  make: new TextMaker(
    notes.map((text) => text.slice(0, text.indexOf("\n\n") + 1)),
    noteWords,
  ).make,
  run: (input) => {
    const text = lossy(input);
    assertTrue(formatCheckpoint(parseCheckpoint(text)) === text, "checkpoint");
    return "ok";
  },
  refusals: /^CHECKPOINT_/,
};

const vkey: Target = {
  name: "vkey",
  kind: decoders,
  make: new TextMaker(vkeys.map(formatVkey), ["+", "=", "AQ==", "00000000", " ", "\n", "é"]).make,
  run: (input) => {
    const text = lossy(input);
    assertTrue(formatVkey(parseVkey(text)) === text, "vkey");
    return "ok";
  },
  refusals: /^NOTE_(?:NAME|VKEY)$/,
};

/** Every line against every key, whoever's it says it is. */
const lines: Target = {
  name: "note-lines",
  kind: decoders,
  weight: 0.2,
  make: note.make,
  run: (input) => {
    const { text, signatures } = parseNote(lossy(input));
    for (const line of signatures.slice(0, 2)) {
      for (const key of vkeys.slice(0, 4)) {
        if (key.kind === "cosignature/v1") verifyCosignature(key, line, text);
        else verifyNoteLine(key, line, text);
      }
    }
    return "ok";
  },
  refusals: /^(?:NOTE|COSIGNATURE)_/,
};

const signedCheckpoint: Target = {
  name: "signed-checkpoint",
  kind: decoders,
  weight: 0.1,
  make: note.make,
  run: (input) => {
    const text = lossy(input);
    const judged = judgeCheckpoint(text, trust);
    const { fault } = checkNote(text, mainTrust);
    if (fault !== null) throw fault;
    // What counts is what was signed: the seeds' own texts and no other.
    const { size } = judged.checkpoint;
    assertTrue(size <= 26 && judged.signedBy.length > 0, "signed");
    return "ok";
  },
  refusals: /^(?:NOTE|COSIGNATURE|CHECKPOINT)_/,
};

const trustFile: Target = {
  name: "trust-file",
  kind: decoders,
  weight: 0.2,
  make: new JsonMaker(trusts).make,
  run: (input) => {
    const text = lossy(input);
    const read = parseTrustFile(text);
    const json: { log: { vkey: string }[]; agencies: { vkey: string }[] } = JSON.parse(text);
    const shown = [...read.log, ...read.agencies].map((entry) => formatVkey(entry.vkey));
    const given = [...json.log, ...json.agencies].map((entry) => entry.vkey);
    assertTrue(shown.join() === given.join(), "keys");
    return "ok";
  },
  refusals: /^TRUST_/,
};

const key: Target = {
  name: "cose-key",
  kind: decoders,
  make: new CborMaker(bytes("cose-key")).make,
  run: (input) => {
    assertSame(input, encodeCoseKey(decodeCoseKey(decodeCbor(input))));
    return "ok";
  },
  refusals: /^(?:CBOR|KEY)_/,
};

/** `[index, size, leaf, path, root]`, and `[size1, size2, root1, path, root2]`: no form is checked before. */
const hash = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const proofs: readonly Cbor[] = [
  [0, 1, hash(1), [], hash(1)],
  [3, 26, hash(1), [hash(2), hash(3), hash(4), hash(5), hash(6)], hash(7)],
  [12, 26, hash(1), [hash(2), hash(3), hash(4)], hash(7)],
  [2 ** 40, 2 ** 52, hash(1), Array.from({ length: 52 }, () => hash(9)), hash(7)],
];
const proof: Target = {
  name: "tree-proof",
  kind: decoders,
  make: new CborMaker(proofs.map(encodeCbor)).make,
  run: (input) => {
    const [a, b, from, path, to] = list(decodeCbor(input));
    const hashes = list(path).map(bytesOf);
    const [one, other] = [bytesOf(from), bytesOf(to)];
    try {
      checkInclusion(one, numberOf(a), numberOf(b), hashes, other);
    } finally {
      checkConsistency(numberOf(a), one, numberOf(b), other, hashes);
    }
    return "ok";
  },
  refusals: /^(?:CBOR|TREE)_/,
};

const list = (value: Cbor | undefined): readonly Cbor[] => (isCborArray(value) ? value : []);
const bytesOf = (value: Cbor | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array(0);
/** Not a number at all, where none stands there. */
const numberOf = (value: Cbor | undefined): number =>
  typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;

export const cryptoTargets: readonly Target[] = [
  note,
  checkpoint,
  vkey,
  lines,
  signedCheckpoint,
  trustFile,
  key,
  proof,
];
