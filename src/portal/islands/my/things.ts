import { isCoded } from "../../../base/errors.js";
import { type Holding, holdingOf } from "../keys/holding.js";
import { signerOf } from "../keys/person.js";
import { type HandleRecord, handleRecord } from "../keys/restore.js";
import type { Session } from "../keys/session.js";
import type { KeptHandle, KeptReceipt, KeptSecret, KeptTrust } from "../keys/store.js";

/** `unasked`: no registrar has it before them: declined, or its time is over. */
export type HandleState = "asked" | "unasked" | "confirmed" | "holds" | "ended";

/** A handle of this device as the ledger now has it. */
export type OwnHandle = {
  readonly kept: KeptHandle;
  readonly record: HandleRecord | null;
  readonly holding: Holding | null;
  readonly state: HandleState;
};

export type Things = {
  readonly secret: KeptSecret | null;
  readonly handles: readonly OwnHandle[];
  readonly receipts: readonly KeptReceipt[];
  readonly trust: KeptTrust | null;
  /** Whether an official's key is here too. */
  readonly isOfficial: boolean;
};

export function stateOf(
  record: HandleRecord | null,
  holding: Holding | null,
  waits: boolean,
): HandleState {
  if (record === null) return waits ? "asked" : "unasked";
  if (holding === null) return "confirmed";
  return holding.isActive ? "holds" : "ended";
}

/** All that this device holds, with what the ledger now says of it. @throws REMOTE_* */
export async function readThings(session: Session): Promise<Things> {
  const { store } = session;
  const kept = await store.getAll("handles");
  const handles: OwnHandle[] = [];
  for (const handle of kept.sort((a, b) => a.number - b.number)) {
    handles.push(await ownHandle(session, handle));
  }
  return {
    secret: (await store.get("secret", "own")) ?? null,
    handles,
    receipts: await store.getAll("receipts"),
    trust: (await store.get("trust", "own")) ?? null,
    isOfficial: (await store.count("officials")) > 0,
  };
}

async function ownHandle(session: Session, kept: KeptHandle): Promise<OwnHandle> {
  const record = await handleRecord(session, kept.handle);
  const holding = record === null ? null : await holdingOf(session, kept.handle);
  const waits = record === null && (await isWaiting(session, kept));
  return { kept, record, holding, state: stateOf(record, holding, waits) };
}

/** The directory tells whoever has asked who has read the request: as long as there is one. */
async function isWaiting(session: Session, kept: KeptHandle): Promise<boolean> {
  const signer = await signerOf(session, kept);
  try {
    await session.clientAs(signer).ownReads({ limit: 1 });
    return true;
  } catch (error) {
    if (isCoded(error) && error.code === "DIRECTORY_UNKNOWN") return false;
    throw error;
  }
}
