import { fromHex } from "../../../base/text.js";
import type { Signer } from "../../../crypto/signer.js";
import { enrolment, handleOf, holderSigner } from "../../../sdk/holder.js";
import type { Person } from "../../../sdk/person.js";
import { deriverOfDevice } from "./secret.js";
import type { Session } from "./session.js";
import type { KeptHandle } from "./store.js";

/** How long a registrar has to answer: as long as a draft may be valid, but for a day. */
const ENROLMENT_MS = 29 * 86_400_000;

/** Signs for the handle by the key that this device now has for it. @throws BROWSER_SECRET */
export async function signerOf({ store, network }: Session, kept: KeptHandle): Promise<Signer> {
  return holderSigner(await deriverOfDevice(store), network, kept.handle, kept.version);
}

/** An organisation that vouches for persons, and the registrar's key that would sign for it. */
export type Voucher = { readonly organisation: string; readonly registrarKeyId: string };

/** Takes the secret's next handle and asks the registrar to confirm who it is. @throws PERSON_FORM */
export async function askForHandle(
  session: Session,
  person: Person,
  { organisation, registrarKeyId }: Voucher,
): Promise<{ readonly kept: KeptHandle; readonly draft: Uint8Array }> {
  const { store, network } = session;
  const derive = await deriverOfDevice(store);
  const number = (await store.getAll("handles")).reduce((n, h) => Math.max(n, h.number + 1), 0);
  const handle = await handleOf(derive, network, number);
  const { draft, openings } = await enrolment(derive, {
    network,
    handle,
    person,
    assurance: "substantial",
    organisation,
    registrar: fromHex(registrarKeyId),
    validUntil: Date.now() + ENROLMENT_MS,
  });
  return { kept: { handle, number, version: 0, openings, made: Date.now() }, draft };
}
