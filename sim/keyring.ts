import { toHex, utf8Encode } from "#src/base/text.js";
import { encodeCoseKey } from "#src/crypto/cose-key.js";
import { sha256 } from "#src/crypto/hash.js";
import { type MemorySigner, p256Signer, seedSigner } from "#src/crypto/signer.js";
import { algorithms } from "#src/ledger/envelope.js";
import type { FreshKey } from "#src/ledger/generator.js";
import { simError } from "./errors.js";

/** One key in so many is P-256, whose signatures cost several times as much. */
const P256_IN = 40;

type Held = { readonly signer: MemorySigner; readonly key: FreshKey };
/** The same keys in every run, since making one costs as much as signing. */
const pool: Held[] = [];

/** The keys of everybody in one run. */
export class Keyring {
  readonly #held = new Map<string, MemorySigner>();
  #next = 0;

  readonly fresh = (): FreshKey => {
    const number = this.#next++;
    const held = pool[number] ?? make(number);
    pool[number] = held;
    this.#held.set(held.key.keyId, held.signer);
    return held.key;
  };

  /** @throws SIM_VIOLATION where the key is nobody's here */
  signer(keyId: string): MemorySigner {
    const signer = this.#held.get(keyId);
    if (signer === undefined) throw simError("SIM_VIOLATION", { what: "an unknown key", keyId });
    return signer;
  }
}

function make(number: number): Held {
  const secret = sha256(utf8Encode(`counterfoil/sim/key/${number}`));
  const signer = number % P256_IN === P256_IN - 1 ? p256Signer(secret) : seedSigner(secret);
  const { publicKey, thumbprint } = signer;
  const algorithm = publicKey.kind === "Ed25519" ? algorithms.EdDSA : algorithms.ES256;
  return {
    signer,
    key: { keyId: toHex(thumbprint), coseKey: encodeCoseKey(publicKey), algorithm },
  };
}
