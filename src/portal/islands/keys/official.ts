import { concatBytes } from "../../../base/bytes.js";
import { fromBase64, fromHex, toBase64Url, toHex } from "../../../base/text.js";
import type { PublicKey } from "../../../crypto/cose-key.js";
import { p256Signer, type Signer, seedSigner } from "../../../crypto/signer.js";
import { keyStoreError } from "./errors.js";
import type { KeptOfficial, KeyStore } from "./store.js";

/** RFC 8410 §7: what stands before the seed in a PKCS #8 of Ed25519. */
const ED25519_PKCS8 = fromHex("302e020100300506032b657004220420");

type KeyFile = {
  readonly algorithm: KeptOfficial["algorithm"];
  readonly secret: Uint8Array;
  readonly use: KeptOfficial["use"];
};

/** Takes the key of a file that `keys new` or `init` made. @throws OFFICIAL_KEY */
export async function takeOfficialKey(store: KeyStore, text: string): Promise<KeptOfficial> {
  const { algorithm, secret, use } = parseKeyFile(text);
  const { publicKey, thumbprint } =
    algorithm === "Ed25519" ? seedSigner(secret) : p256Signer(secret);
  const kept = {
    keyId: toHex(thumbprint),
    algorithm,
    use,
    publicKey: publicKey.kind === "Ed25519" ? publicKey.x : concatBytes(publicKey.x, publicKey.y),
    key: await importKey(publicKey, secret),
  };
  await store.put("officials", kept);
  return kept;
}

/** Signs by the key that the browser holds. */
export function officialSigner({ keyId, algorithm, publicKey, key }: KeptOfficial): Signer {
  const isEd25519 = algorithm === "Ed25519";
  const how = isEd25519 ? "Ed25519" : { name: "ECDSA", hash: "SHA-256" };
  return {
    publicKey: isEd25519
      ? { kind: "Ed25519", x: publicKey }
      : { kind: "P-256", x: publicKey.slice(0, 32), y: publicKey.slice(32) },
    thumbprint: fromHex(keyId),
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign(how, key, new Uint8Array(message))),
  };
}

/** @throws BROWSER_KEYS where the browser does not know the algorithm */
async function importKey(publicKey: PublicKey, secret: Uint8Array): Promise<CryptoKey> {
  try {
    return publicKey.kind === "Ed25519"
      ? await importEd25519(secret)
      : await importP256(publicKey, secret);
  } catch (cause) {
    throw keyStoreError("BROWSER_KEYS", { algorithm: publicKey.kind }, cause);
  }
}

function importEd25519(secret: Uint8Array): Promise<CryptoKey> {
  const pkcs8 = new Uint8Array(concatBytes(ED25519_PKCS8, secret));
  return crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
}

function importP256(
  publicKey: PublicKey & { readonly kind: "P-256" },
  secret: Uint8Array,
): Promise<CryptoKey> {
  const [x = "", y = "", d = ""] = [publicKey.x, publicKey.y, secret].map(toBase64Url);
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  return crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y, d }, curve, false, [
    "sign",
  ]);
}

/** The form that `node/key-file.ts` writes, its secret unsealed. @throws OFFICIAL_KEY */
function parseKeyFile(text: string): KeyFile {
  try {
    const { counterfoil, version, algorithm, secret, use } = JSON.parse(text);
    const isKnown = counterfoil === "key" && version === 1 && typeof secret === "string";
    if (!isKnown || (algorithm !== "Ed25519" && algorithm !== "P-256")) {
      throw keyStoreError("OFFICIAL_KEY");
    }
    return { algorithm, secret: fromBase64(secret), use: use ?? null };
  } catch (cause) {
    throw keyStoreError("OFFICIAL_KEY", {}, cause);
  }
}
