import { toHex } from "../../../base/text.js";
import { handleOf, holderSigner } from "../../../sdk/holder.js";
import { deriverOfDevice } from "./secret.js";
import type { Session } from "./session.js";

/** So many numbers in a row without a record: what lies behind them was hardly ever used. */
const GAP = 5;
const MOST_VERSIONS = 50;

/** Finds the handles of a secret that came from paper: those of its numbers that are on the ledger. */
export async function findHandles(session: Session): Promise<void> {
  const { store, network } = session;
  const derive = await deriverOfDevice(store);
  for (let number = 0, missed = 0; missed < GAP; number++) {
    const handle = await handleOf(derive, network, number);
    const found = await handleRecord(session, handle);
    missed = found === null ? missed + 1 : 0;
    if (found === null || (await store.get("handles", handle)) !== undefined) continue;
    const version = await versionOf(session, handle, found.keyId);
    await store.put("handles", { handle, number, version, openings: null, made: found.made });
  }
}

export type HandleRecord = { readonly keyId: string; readonly made: number };

/** What the ledger says of a handle; null where no registrar has confirmed it. */
export async function handleRecord(
  { client }: Session,
  handle: string,
): Promise<HandleRecord | null> {
  const [record] = (await client.handles({ id: handle })).body.items;
  return record === undefined ? null : { keyId: record.value.keyId, made: record.value.made };
}

/** Which of the handle's keys now signs: a device that was away does not know of rotations. */
export async function versionOf(
  { store, network }: Session,
  handle: string,
  keyId: string,
): Promise<number> {
  const derive = await deriverOfDevice(store);
  for (let version = 0; version < MOST_VERSIONS; version++) {
    const { thumbprint } = await holderSigner(derive, network, handle, version);
    if (toHex(thumbprint) === keyId) return version;
  }
  return 0;
}
