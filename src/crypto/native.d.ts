// The few functions of Node that this layer uses, and only in native.node.ts: with @types/node all
// of Node would be in sight of every file here.

declare module "node:crypto" {
  type KeyObject = { readonly type: "public" };

  /** One shot, Node 20.12 and later. */
  export function hash(
    algorithm: "sha256" | "sha512",
    data: Uint8Array,
    outputEncoding: "latin1",
  ): string;

  export function createPublicKey(key: {
    format: "jwk";
    key: { kty: "EC"; crv: "P-256"; x: string; y: string };
  }): KeyObject;

  export function verify(
    algorithm: "sha256",
    data: Uint8Array,
    key: { key: KeyObject; dsaEncoding: "ieee-p1363" },
    signature: Uint8Array,
  ): boolean;
}

declare module "sodium-native" {
  const sodium: {
    crypto_sign_verify_detached(
      signature: Uint8Array,
      message: Uint8Array,
      publicKey: Uint8Array,
    ): boolean | undefined;
    crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void;
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void;
  };
  export default sodium;
}
