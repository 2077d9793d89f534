import { BinaryWriter } from "cosmjs-types/binary";
import { Request } from "cosmjs-types/tendermint/abci/types";
import { concatBytes } from "#src/base/bytes.js";
import { parseTrustFile } from "#src/crypto/trust-file.js";
import { decodeBundle, encodeBundle } from "#src/engines/cometbft/bundle.js";
import { FrameReader } from "#src/engines/cometbft/frames.js";
import { CosignaturePool, verifyNote } from "#src/node/consortium/cosignature-pool.js";
import {
  decodeHead,
  decodeLeaves,
  encodeHead,
  encodeLeaves,
} from "#src/node/consortium/snapshot-chunk.js";
import { decodeMark, encodeMark } from "#src/storage/log/format.js";
import { mutateBytes } from "../make/bytes.js";
import { CborMaker } from "../make/cbor.js";
import { TextMaker } from "../make/text.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue, lossy } from "./same.js";

const decoders = "decoders";
const envelopes = bytes("envelope");
const bundles = [1, 2, 5].map((count) => encodeBundle(envelopes.slice(0, count)));

const bundle: Target = {
  name: "consortium-bundle",
  kind: decoders,
  make: new CborMaker(bundles).make,
  run: (input) => {
    assertSame(input, encodeBundle(decodeBundle(input)));
    return "ok";
  },
  refusals: /^COMET_BUNDLE_/,
};

const aMark = encodeMark({ height: 7, size: 2 ** 40 });
const mark: Target = {
  name: "engine-mark",
  kind: decoders,
  make: (chance) => mutateBytes(chance, aMark, []),
  run: (input) => {
    const read = decodeMark(input);
    if (read === null) return "no mark";
    assertSame(input, encodeMark(read));
    return "ok";
  },
  refusals: /^$/,
};

const heads = [encodeHead({ checkpoint: texts("note")[0] ?? "", bundle: new Uint8Array([1, 2]) })];
const pieces = [0, 3].map((first) =>
  encodeLeaves({ first, leaves: envelopes.slice(0, 3), consistency: [new Uint8Array(32)] }),
);

const snapshotHead: Target = {
  name: "snapshot-head",
  kind: decoders,
  make: new CborMaker(heads).make,
  run: (input) => {
    const read = decodeHead(input);
    if (read === null) return "no head";
    assertSame(input, encodeHead(read));
    return "ok";
  },
  refusals: /^$/,
};

const snapshotLeaves: Target = {
  name: "snapshot-leaves",
  kind: decoders,
  make: new CborMaker(pieces).make,
  run: (input) => {
    const read = decodeLeaves(input);
    if (read === null) return "no leaves";
    assertSame(input, encodeLeaves(read));
    return "ok";
  },
  refusals: /^$/,
};

const [trustText = ""] = texts("trust");
const trust = parseTrustFile(trustText);
const keys = trust.agencies.map(({ agency, vkey }, i) => ({
  agency,
  logKey: trust.log[i % trust.log.length]?.vkey.key ?? vkey.key,
  cosignerKey: vkey.key,
}));

/** What a pool takes of a note it gives back as a note that holds. */
const cosigned: Target = {
  name: "cosigned-note",
  kind: decoders,
  weight: 0.2,
  make: new TextMaker(texts("note"), ["\n", "\n\n", "— ", " ", "0", "=", "+", "é"]).make,
  run: (input) => {
    const verified = verifyNote(lossy(input), trust.origin, keys);
    const pool = new CosignaturePool();
    pool.expect(verified.checkpoint, verified.text, [{ agencies: keys, threshold: 1 }]);
    assertTrue(pool.add(verified), "taken");
    const again = verifyNote(pool.note(verified.checkpoint.size) ?? "", trust.origin, keys);
    assertTrue(pool.isGood(verified.checkpoint.size) && again.text === verified.text, "given back");
    return "ok";
  },
  refusals: /^(?:NOTE|CHECKPOINT|COSIGNATURE)_|^COSIGN_(?:ORIGIN|STRANGER)$/,
};

const requests = [
  { flush: {} },
  { echo: { message: "counterfoil" } },
  { checkTx: { tx: bundles[0] ?? new Uint8Array(1), type: 0 } },
].map((request) => {
  const message = Request.encode(Request.fromPartial(request)).finish();
  return concatBytes(new BinaryWriter().uint32(message.length).finish(), message);
});

const frame: Target = {
  name: "abci-frame",
  kind: decoders,
  make: (chance) => mutateBytes(chance, requests[chance.below(requests.length)] ?? aMark, requests),
  run: (input) => {
    const whole = new FrameReader().push(input);
    const cut = new FrameReader();
    const half = Math.floor(input.length / 2);
    const pieces = [...cut.push(input.slice(0, half)), ...cut.push(input.slice(half))];
    assertTrue(pieces.length === whole.length, "pieces");
    return whole.length === 0 ? "not whole" : "ok";
  },
  refusals: /^COMET_FRAME/,
};

export const consortiumTargets: readonly Target[] = [
  bundle,
  mark,
  cosigned,
  frame,
  snapshotHead,
  snapshotLeaves,
];
