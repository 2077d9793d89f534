import type { Derive } from "./holder.js";

// What the Web Cryptography API gives browsers and Node alike; this layer has the types of neither.
type Hkdf = {
  readonly name: "HKDF";
  readonly hash: "SHA-256";
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
};
/** A `CryptoKey`: the browser may store it, and no program reads what is in it. */
export type HolderKey = { readonly extractable: boolean };
declare const crypto: {
  readonly subtle: {
    importKey(
      format: "raw",
      secret: Uint8Array,
      algorithm: "HKDF",
      extractable: false,
      usages: readonly ["deriveBits"],
    ): Promise<HolderKey>;
    deriveBits(algorithm: Hkdf, key: HolderKey, bits: number): Promise<ArrayBuffer>;
  };
};

/** The secret as a key that cannot be read out again; the caller then forgets the bytes. */
export function importSecret(secret: Uint8Array): Promise<HolderKey> {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
}

/** The same function of the same secret as `deriverOf`, from a key that does not show it. */
export function keyDeriver(key: HolderKey): Derive {
  const salt = new Uint8Array(0);
  return async (info) => {
    const algorithm = { name: "HKDF", hash: "SHA-256", salt, info } as const;
    return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256));
  };
}
