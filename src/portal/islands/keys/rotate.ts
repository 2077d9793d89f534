import { encodeCoseKey } from "../../../crypto/cose-key.js";
import { algorithms } from "../../../ledger/envelope.js";
import { holderSigner } from "../../../sdk/holder.js";
import { newTransaction, signTransaction } from "../../../sdk/transaction.js";
import { deriverOfDevice } from "./secret.js";
import { send } from "./send.js";
import type { Session } from "./session.js";
import type { KeptHandle } from "./store.js";

const VALID_MS = 3_600_000;

/** Gives the handle the secret's next key: the old one signs for it a last time. @throws the refusal */
export async function rotateKey(session: Session, kept: KeptHandle): Promise<void> {
  const { store, network } = session;
  const { handle, version } = kept;
  const derive = await deriverOfDevice(store);
  const old = await holderSigner(derive, network, handle, version);
  const next = await holderSigner(derive, network, handle, version + 1);
  const coseKey = encodeCoseKey(next.publicKey);
  const draft = newTransaction({
    network,
    type: "identity.rotateKey",
    body: { handle, key: { coseKey, algorithm: algorithms.EdDSA, webauthn: null } },
    validUntil: Date.now() + VALID_MS,
    signers: [old.thumbprint, next.thumbprint],
  });
  await send(session, await signTransaction(await signTransaction(draft, old), next));
  await store.put("handles", { ...kept, version: version + 1 });
}
