import { decodeCbor } from "#src/codec/cbor-decode.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import { formatTrustFile } from "#src/crypto/format-trust-file.js";
import { parseTrustFile } from "#src/crypto/trust-file.js";
import { readApprovedChange } from "#src/ledger/approved-change.js";
import { followTrust } from "#src/ledger/follow-trust.js";
import { decodeProofBundle, encodeProofBundle } from "#src/ledger/proof-bundle.js";
import { decodeReceipt } from "#src/ledger/receipt.js";
import { CborMaker } from "../make/cbor.js";
import { bytes, texts } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame, assertTrue } from "./same.js";

const [mainTrust = ""] = texts("trust");
const trust = parseTrustFile(mainTrust);
const trustText = formatTrustFile(trust);
const steps = bytes("receipt").flatMap((seed) => {
  const { checkpoint, current } = decodeReceipt(seed);
  if (current === undefined) return [];
  return [{ checkpoint, change: current.seal, seal: current.seal }];
});
const before = trust.epochs.slice(1).map(() => null);
const bundles = [
  encodeProofBundle([]),
  encodeProofBundle([null, ...steps.slice(0, 2)]),
  ...steps.map((step) => encodeProofBundle([...before, step])),
];
const maker = new CborMaker(bundles);

const bundle: Target = {
  name: "bundle",
  kind: "decoders",
  make: maker.make,
  run: (input) => {
    assertSame(input, encodeProofBundle(decodeProofBundle(input)));
    return "ok";
  },
  refusals: /^(?:CBOR|BUNDLE)_/,
};

/** No bundle leads on: none of the seeds' logs has an approved change. */
const follow: Target = {
  name: "follow-trust",
  kind: "decoders",
  weight: 0.1,
  make: maker.make,
  run: (input) => {
    assertTrue(formatTrustFile(followTrust(trust, input)) === trustText, "a trust file of no log");
    return "ok";
  },
  refusals:
    /^(?:CBOR|BUNDLE|FOLLOW|FACT|TREE|VERIFY|NOTE|COSIGNATURE|CHECKPOINT|TRUST|KEY|ENVELOPE)_/,
};

const key = new Uint8Array(32).fill(9);
const agency = { name: "court", organisation: "court", logKey: key, cosignerKey: key };
const approvedChange: Target = {
  name: "approved-change",
  kind: "decoders",
  make: new CborMaker(
    [
      { threshold: 1, agencies: [agency], compromised: ["ab".repeat(32)], inForce: null },
      { threshold: 1, agencies: [], compromised: [], inForce: 7 },
    ].map(encodeCbor),
  ).make,
  run: (input) => {
    const change = readApprovedChange(decodeCbor(input));
    return change === null ? "another form" : "ok";
  },
  refusals: /^CBOR_/,
};

export const bundleTargets: readonly Target[] = [bundle, follow, approvedChange];
