import { toHex } from "../base/text.js";
import { thumbprint } from "../crypto/cose-key.js";
import type { Reader } from "../ledger/module.js";
import { cosignersNow } from "../modules/governance/queries.js";
import type { AgencySigners } from "./cosigner.js";
import type { DataDirectory } from "./data-directory.js";

/**
 * Whose log key and cosigner key are both in the data directory, of those that are to sign now: they
 * change with governance, and a new key may have been put there since.
 */
export class Signers {
  readonly #data: DataDirectory;
  #of = "";
  #signers: readonly AgencySigners[] = [];

  constructor(data: DataDirectory) {
    this.#data = data;
  }

  /** By the state of the block whose checkpoint is to be signed. */
  now(reader: Reader): readonly AgencySigners[] {
    const wanted = cosignersNow(reader).map(({ agency, logKey, cosignerKey }) => ({
      agency,
      log: keyIdOf(logKey),
      cosigner: keyIdOf(cosignerKey),
    }));
    const of = JSON.stringify(wanted);
    if (of === this.#of) return this.#signers;
    const keys = new Map(
      this.#data.readKeys().map(({ signer }) => [toHex(signer.thumbprint), signer]),
    );
    this.#signers = wanted.flatMap(({ agency, log, cosigner: cosignerId }) => {
      const [logKey, cosigner] = [keys.get(log), keys.get(cosignerId)];
      return logKey && cosigner ? [{ agency, logKey, cosigner }] : [];
    });
    this.#of = of;
    return this.#signers;
  }
}

const keyIdOf = (key: Uint8Array): string => toHex(thumbprint({ kind: "Ed25519", x: key }));
