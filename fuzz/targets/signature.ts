import { concatBytes } from "#src/base/bytes.js";
import { verifyStrict, verifyZip215 } from "#src/crypto/ed25519.js";
import { verifyStrictExact, verifyZip215Exact } from "#src/crypto/ed25519-exact.js";
import { mutateBytes } from "../make/bytes.js";
import { edSigner } from "../make/signers.js";
import type { Target } from "../target.js";
import { assertTrue } from "./same.js";

const message = new Uint8Array(12).fill(9);
const seeds = [1, 2, 3].map((n) => {
  const signer = edSigner(n);
  const { publicKey } = signer;
  return concatBytes(publicKey.x.slice(0, 32), signer.sign(message), message);
});
/** y = 1, the point of order one, and points of order two and eight. */
const small = ["01", "ec", "c7176a703d4dd84f"].map((start) => {
  const point = new Uint8Array(32).fill(start === "ec" ? 0xff : 0);
  point.set(Buffer.from(start, "hex"));
  if (start === "ec") point[31] = 0x7f;
  return point;
});

/** Key, signature, message: the fast way answers what the exact way does, whatever they are. */
const signature: Target = {
  name: "signature",
  kind: "decoders",
  weight: 0.02,
  make: (chance) => {
    const seed = chance.pick(seeds).slice();
    if (chance.oneIn(3)) seed.set(chance.pick(small), chance.pick([0, 32]));
    return chance.oneIn(8) ? seed : mutateBytes(chance, seed, seeds);
  },
  run: (input) => {
    const [key, made, text] = [input.slice(0, 32), input.slice(32, 96), input.slice(96)];
    const strict = verifyStrict(key, text, made);
    const wide = verifyZip215(key, text, made);
    assertTrue(strict === verifyStrictExact(key, text, made), "strict");
    assertTrue(wide === verifyZip215Exact(key, text, made), "ZIP-215");
    assertTrue(wide || !strict, "strict is a part of ZIP-215");
    return strict ? "strict" : wide ? "ZIP-215 alone" : "neither";
  },
  refusals: /^$/,
};

export const signatureTargets: readonly Target[] = [signature];
