import { concatBytes } from "#src/base/bytes.js";
import { toHex } from "#src/base/text.js";
import { decodeCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor, encodeTaggedCbor } from "#src/codec/cbor-encode.js";
import { type Cbor, isCborArray } from "#src/codec/cbor-value.js";
import { parseTrustFile } from "#src/crypto/trust-file.js";
import { checkActivity } from "#src/ledger/activity.js";
import {
  decodeDraft,
  decodeEnvelope,
  encodeEnvelope,
  encodePayload,
} from "#src/ledger/envelope.js";
import { decodeFact, encodeFact, isTombstone } from "#src/ledger/fact.js";
import { scanFact } from "#src/ledger/fact-scan.js";
import { checkInclusionSignature, decodeInclusion, inclusionRoot } from "#src/ledger/inclusion.js";
import { signReadRequest, verifyReadRequest } from "#src/ledger/read-request.js";
import { checkRead } from "#src/ledger/read-tree.js";
import { decodeReceipt, encodeReceipt } from "#src/ledger/receipt.js";
import { Replay } from "#src/ledger/replay.js";
import { transactionOf } from "#src/ledger/transaction.js";
import { verifyEnvelope } from "#src/ledger/verify-envelope.js";
import { verifyReceipt } from "#src/ledger/verify-receipt.js";
import { CborMaker } from "../make/cbor.js";
import { edSigner, esSigner } from "../make/signers.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue } from "./same.js";

const decoders = "decoders";
const facts = bytes("fact");
const envelopes = bytes("envelope");
const receipts = bytes("receipt");
const [mainTrust = ""] = texts("trust");
const trust = parseTrustFile(mainTrust);
/** Where a leaf stands: the first byte of the input says which of them. */
const PLACES = [7, 0, 1, 1000, 2 ** 32, 2 ** 53 - 1];
const atPlaces = PLACES.flatMap((_, place) =>
  facts.map((leaf) => concatBytes(Uint8Array.of(place), leaf)),
);
const factMaker = new CborMaker(facts);

const fact: Target = {
  name: "fact",
  kind: decoders,
  make: (chance) => {
    if (chance.oneIn(8)) return chance.pick(atPlaces);
    const place = chance.oneIn(4) ? chance.below(PLACES.length) : 3;
    return concatBytes(Uint8Array.of(place), factMaker.make(chance));
  },
  run: (input) => {
    const leaf = input.subarray(1);
    const read = decodeFact(PLACES[(input[0] ?? 0) % PLACES.length] ?? 0, leaf);
    if (isTombstone(read)) {
      assertSame(leaf, encodeCbor([0, read.struck, read.decision]));
      return "struck";
    }
    assertSame(leaf, encodeFact(read));
    const scanned = scanFact(leaf);
    assertTrue(scanned.supersedes === read.supersedes, "supersedes");
    assertTrue(scanned.seal === (read.kind === "seal"), "seal");
    return read.kind;
  },
  refusals: /^(?:CBOR|FACT)_/,
};

const envelopeMaker = new CborMaker(envelopes);
const ENVELOPE = /^(?:CBOR|KEY|ENVELOPE)_/;

function envelopeTarget(name: string, decode: typeof decodeDraft): Target {
  return {
    name,
    kind: decoders,
    make: envelopeMaker.make,
    run: (input) => {
      const { payload, payloadBytes, signatures } = decode(input);
      assertSame(input, encodeEnvelope(payloadBytes, signatures));
      assertSame(payloadBytes, encodePayload(payload));
      return "ok";
    },
    refusals: ENVELOPE,
  };
}

const inclusions = receipts.map((receipt) => decodeReceipt(receipt).inclusion);
const inclusion: Target = {
  name: "inclusion",
  kind: decoders,
  make: new CborMaker(inclusions).make,
  run: (input) => {
    const read = decodeInclusion(input);
    const { header, size, index, path, signature } = read;
    const proofs = new Map([[396, new Map([[-1, [encodeCbor([size, index, [...path]])]]])]]);
    assertSame(input, encodeTaggedCbor(18, [header, proofs, null, signature]));
    const root = inclusionRoot(read, new Uint8Array(32));
    checkInclusionSignature(read, root, trust.log[0]?.vkey.key ?? header);
    return "ok";
  },
  refusals: /^(?:CBOR|INCLUSION|TREE)_/,
};

const receiptMaker = new CborMaker(receipts);
const receipt: Target = {
  name: "receipt",
  kind: decoders,
  make: receiptMaker.make,
  run: (input) => {
    assertSame(input, encodeReceipt(decodeReceipt(input)));
    return "ok";
  },
  refusals: /^(?:CBOR|RECEIPT)_/,
};

/** Leaves that the seeds' logs hold: no change of a receipt may show another one. */
const leaves = new Set(receipts.map((seed) => toHex(decodeReceipt(seed).leaf)));
const verdict: Target = {
  name: "receipt-verdict",
  kind: decoders,
  weight: 0.1,
  make: receiptMaker.make,
  run: (input) => {
    const { receipt: shown, code } = verifyReceipt(input, trust);
    if (shown === null) return code ?? "no verdict";
    assertTrue(leaves.has(toHex(decodeReceipt(input).leaf)), "a leaf of no log");
    return "ok";
  },
  refusals: /^$/,
};

const network = trust.genesis;
const request = { network, node: network, path: "/api/v1/drafts", time: 1_700_000_000_000 };
const requests = await Promise.all(
  [edSigner(1), edSigner(2), esSigner(3)].map((signer) => signReadRequest(request, signer)),
);
const readRequest: Target = {
  name: "read-request",
  kind: decoders,
  make: new CborMaker(requests).make,
  run: (input) => {
    verifyReadRequest(input, { ...request, nodes: [network] });
    const [header, , payload, signature] = list(decodeCbor(input));
    assertSame(input, encodeCbor([header ?? null, {}, payload ?? null, signature ?? null]));
    return "ok";
  },
  refusals: /^(?:CBOR|KEY|ENVELOPE|READ)_/,
};

const list = (value: Cbor | undefined): readonly Cbor[] => (isCborArray(value) ? value : []);
const bytesOf = (value: Cbor | undefined): Uint8Array =>
  value instanceof Uint8Array ? value : new Uint8Array(0);
const numberOf = (value: Cbor | undefined): number => (typeof value === "number" ? value : 0);

/** `[index, size, chunk, path, root]` */
const chunk = new Uint8Array(32).fill(0xff);
const hash = new Uint8Array(32).fill(7);
const activityProof: Target = {
  name: "activity-proof",
  kind: decoders,
  make: new CborMaker(
    [
      [2, 256, chunk, [], hash],
      [300, 1000, chunk, [hash, hash], hash],
      [69_999, 70_000, chunk, Array.from({ length: 9 }, () => hash), hash],
    ].map(encodeCbor),
  ).make,
  run: (input) => {
    const [index, size, bits, path, root] = list(decodeCbor(input));
    const proof = { index: numberOf(index), size: numberOf(size), chunk: bytesOf(bits) };
    checkActivity({ ...proof, path: list(path).map(bytesOf) }, bytesOf(root));
    return "ok";
  },
  refusals: /^(?:CBOR|ACTIVITY|TREE)_/,
};

/** `[salt, path, value, index, path of hashes, root]` */
const ownRead: Target = {
  name: "own-read",
  kind: decoders,
  make: new CborMaker(
    [[hash, "/read", { handle: "a" }, 3, Array.from({ length: 10 }, () => hash), hash]].map(
      encodeCbor,
    ),
  ).make,
  run: (input) => {
    const [salt, path, value, index, hashes, root] = list(decodeCbor(input));
    const opening = {
      salt: bytesOf(salt),
      path: typeof path === "string" ? path : "",
      value: value ?? null,
    };
    const place = { index: numberOf(index), path: list(hashes).map(bytesOf) };
    checkRead(opening, place, bytesOf(root));
    return "ok";
  },
  refusals: /^(?:CBOR|TREE|COMMITMENT)_/,
};

/** A log as another node serves it, leaf by leaf. */
const log: Target = {
  name: "log",
  kind: decoders,
  weight: 0.02,
  make: new CborMaker(bytes("log")).make,
  run: (input) => {
    const replay = new Replay({
      network: null,
      transaction: (sent, id) => transactionOf(verifyEnvelope(sent, id, "exact"), sent),
      newest: () => undefined,
    });
    for (const leaf of list(decodeCbor(input))) replay.push(bytesOf(leaf));
    replay.finish();
    return "ok";
  },
  refusals: /^(?:CBOR|FACT|REPLAY)_/,
};

export const ledgerTargets: readonly Target[] = [
  fact,
  envelopeTarget("envelope", decodeEnvelope),
  envelopeTarget("draft", decodeDraft),
  inclusion,
  receipt,
  verdict,
  readRequest,
  activityProof,
  ownRead,
  log,
];
