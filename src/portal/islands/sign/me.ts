import type { Signer } from "../../../crypto/signer.js";
import type { Client } from "../../../sdk/client.js";
import { sign } from "../../messages/sign.js";
import { officialSigner } from "../keys/official.js";
import { signerOf } from "../keys/person.js";
import type { Session } from "../keys/session.js";
import type { KeptHandle, KeptOfficial } from "../keys/store.js";

/** Somebody whose key this device holds: a person in one holding, or an official. */
export type Identity = {
  /** The handle, or the official's key id. */
  readonly id: string;
  readonly label: string;
} & (
  | { readonly handle: KeptHandle; readonly official: null }
  | { readonly handle: null; readonly official: KeptOfficial }
);

/** Whoever reads and signs in a room. */
export type Me = {
  readonly identity: Identity;
  readonly signer: Signer;
  readonly client: Client;
};

export async function identitiesOf({ store }: Session): Promise<Identity[]> {
  const handles = (await store.getAll("handles")).map((handle) => ({
    id: handle.handle,
    label: sign.who.handle(handle.handle.slice(0, 8)),
    handle,
    official: null,
  }));
  const officials = (await store.getAll("officials")).map((official) => ({
    id: official.keyId,
    label: sign.who.official(official.use?.role ?? "", official.use?.agency ?? ""),
    handle: null,
    official,
  }));
  return [...handles, ...officials];
}

/**
 * Who is meant, where there is no choice: the one that the link names, that this device remembers, or
 * the only one. To try all keys would tell the node that they are one person's.
 */
export function meant(
  identities: readonly Identity[],
  named: string,
  remembered: string | undefined,
): Identity | null {
  const by = (id: string | undefined) => identities.find((identity) => identity.id === id) ?? null;
  const only = identities.length === 1 ? (identities[0] ?? null) : null;
  return by(named) ?? by(remembered) ?? only;
}

export async function enter(session: Session, identity: Identity): Promise<Me> {
  const { handle, official } = identity;
  const signer = handle === null ? officialSigner(official) : await signerOf(session, handle);
  return { identity, signer, client: session.clientAs(signer) };
}
