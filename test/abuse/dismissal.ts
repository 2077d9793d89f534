import { fromHex } from "../../src/base/text.js";
import type { Signer } from "../../src/crypto/signer.js";
import { DataDirectory } from "../../src/node/data-directory.js";
import { newTransaction, signTransaction } from "../../src/sdk/transaction.js";

/** The id of the network in a data directory. */
export const networkOf = (data: string): Uint8Array =>
  fromHex(new DataDirectory(data).readConfig().id);

/** A transaction that is taken in, executed and refused, on record so: another one each time. */
export function dismissal(data: string, signer: Signer): Promise<Uint8Array> {
  const draft = newTransaction({
    network: networkOf(data),
    type: "identity.dismiss",
    body: { handle: "nobody", role: "registrar" },
    validUntil: Date.now() + 3_600_000,
    signers: [signer.thumbprint],
  });
  return signTransaction(draft, signer);
}
