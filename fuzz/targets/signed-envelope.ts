import { concatBytes } from "#src/base/bytes.js";
import { fromHex, toBase64Url, utf8Encode } from "#src/base/text.js";
import { encodeCbor } from "#src/codec/cbor-encode.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { sha256 } from "#src/crypto/hash.js";
import type { MemorySigner } from "#src/crypto/signer.js";
import {
  algorithms,
  decodeDraft,
  encodeEnvelope,
  encodePayload,
  protectedHeader,
  sigStructure,
} from "#src/ledger/envelope.js";
import { verifyEnvelope } from "#src/ledger/verify-envelope.js";
import { checkBinding, webauthnClaim } from "#src/ledger/webauthn.js";
import { mutateBytes } from "../make/bytes.js";
import { CborMaker } from "../make/cbor.js";
import { edSigner, esSigner, signed } from "../make/signers.js";
import type { Chance } from "../run/chance.js";
import { bytes } from "../run/corpus.js";
import type { Target } from "../target.js";
import { assertSame } from "./same.js";

const decoders = "decoders";
const [first = new Uint8Array(0)] = bytes("envelope");
const { network } = decodeDraft(first).payload;
const signers = [edSigner(1), edSigner(2), edSigner(3), esSigner(4)];
const bodies = new CborMaker(bytes("envelope"));
const REFUSALS = /^(?:CBOR|KEY|ENVELOPE|WEBAUTHN)_/;

/** Terms that were changed and then signed, so that the signature is the last thing to be wrong. */
function makeSigned(chance: Chance): Uint8Array {
  const body = bodies.value(chance, { parcel: "0042", shares: [[1, 2]], grounds: network });
  const terms = { network, type: "land.register", nonce: network.subarray(0, 16) };
  const count = chance.few(3);
  const some = signers.slice(chance.below(2)).slice(0, count);
  const envelope = signed({ ...terms, body, validUntil: chance.below(2 ** 31) }, some);
  return chance.oneIn(2) ? envelope : mutateBytes(chance, envelope, [envelope]);
}

const signedEnvelope: Target = {
  name: "signed-envelope",
  kind: decoders,
  weight: 0.05,
  make: (chance) => {
    try {
      return makeSigned(chance);
    } catch {
      // The body has no encoding.
      return first;
    }
  },
  run: (input) => {
    const rule = input.length % 2 === 0 ? "admission" : "exact";
    const { payloadBytes, signatures } = verifyEnvelope(input, network, rule);
    assertSame(input, encodeEnvelope(payloadBytes, signatures));
    return "ok";
  },
  refusals: REFUSALS,
};

const RP = "registry.example";
const ORIGIN = "https://registry.example";
const official: MemorySigner = esSigner(9);
const payload = encodePayload({
  ...{ network, type: "land.register", body: {}, nonce: network.subarray(0, 16) },
  ...{ validUntil: 1, signers: [official.thumbprint] },
});
const header = protectedHeader(algorithms.WebAuthn, official.publicKey);
const structure = sigStructure(header, payload);
const challenge = toBase64Url(sha256(structure));
const clientData = [
  `{"type":"webauthn.get","challenge":"${challenge}","origin":"${ORIGIN}","crossOrigin":false}`,
  `{"type":"webauthn.get","challenge":"${challenge}","origin":"${ORIGIN}","crossOrigin":false,"a":1}`,
  `{"type":"webauthn.get","challenge":"${challenge}","origin":"a\\"b\\\\","crossOrigin":false}`,
].map(utf8Encode);
const authenticatorData = [
  concatBytes(sha256(utf8Encode(RP)), fromHex("0500000007")),
  concatBytes(sha256(utf8Encode("other")), fromHex("0500000007")),
  concatBytes(sha256(utf8Encode(RP)), fromHex("4500000007"), fromHex("a0")),
];

/** What an authenticator and a browser would have to have been fooled into: all of it validly signed. */
const webauthn: Target = {
  name: "webauthn",
  kind: decoders,
  weight: 0.05,
  make: (chance) => {
    const [client, data] = [chance.pick(clientData), chance.pick(authenticatorData)];
    const clientDataJSON = chance.oneIn(3) ? client : mutateBytes(chance, client, clientData);
    const authenticator = chance.oneIn(2) ? data : mutateBytes(chance, data, authenticatorData);
    const signature = official.sign(concatBytes(authenticator, sha256(clientDataJSON)));
    const unprotected: Cbor = { authenticatorData: authenticator, clientDataJSON };
    return encodeCbor([header, unprotected, signature]);
  },
  run: (input) => {
    const body = concatBytes(fromHex("d8628440a0"), encodeCbor(payload), fromHex("81"), input);
    const { signatures } = verifyEnvelope(body, network, "exact");
    for (const signature of signatures) {
      const claim = webauthnClaim(signature, structure);
      checkBinding(claim, { rpId: RP, origins: [ORIGIN, 'a"b\\'] });
    }
    return "ok";
  },
  refusals: REFUSALS,
};

export const signedEnvelopeTargets: readonly Target[] = [signedEnvelope, webauthn];
