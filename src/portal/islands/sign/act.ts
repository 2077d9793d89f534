import { equalBytes } from "../../../base/bytes.js";
import { signTransaction } from "../../../sdk/transaction.js";
import { keyStoreError } from "../keys/errors.js";
import { send } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import { unfit } from "./fitness.js";
import type { Me } from "./me.js";
import { type Room, readRoom } from "./read-room.js";
import { wordsOf } from "./words.js";

/**
 * Signs what was read: the room is made once more from bytes fetched afresh, and nothing is signed
 * where a word differs. The last one's signature sends it.
 * @throws ROOM_*, or the ledger's refusal
 */
export async function signRoom(session: Session, me: Me, room: Room): Promise<void> {
  const { validUntil } = room.envelope.payload;
  // The node no longer has it then, and would say so in fewer words.
  if (validUntil < Date.now()) {
    throw keyStoreError("ROOM_EXPIRED", { until: new Date(validUntil).toISOString() });
  }
  const again = await readRoom(session, me, room.id);
  const isSame = equalBytes(again.envelope.payloadBytes, room.envelope.payloadBytes);
  if (!isSame || spoken(again) !== spoken(room)) {
    throw keyStoreError("ROOM_DIFFERS", { id: room.id });
  }
  const fault = unfitFor(me, again);
  if (fault !== null) throw fault;
  await remember(session, me, again);
  const bytes = await signTransaction(again.bytes, me.signer);
  const type = "application/cose";
  const { complete } = (await session.client.keepDraft({}, { type, bytes })).body;
  if (complete) await sendRoom(session, me, room.id);
}

/** Why this device does not sign it for its owner. */
export const unfitFor = ({ identity }: Me, { envelope, sale }: Room) =>
  unfit({ type: envelope.payload.type, sale }, identity.handle?.handle ?? null);

/** Sends what everyone has signed. @throws the ledger's refusal */
export async function sendRoom(session: Session, me: Me, id: string): Promise<void> {
  const { bytes } = await readRoom(session, me, id);
  await send(session, bytes);
}

const spoken = ({ sale, people, openings }: Room): string =>
  JSON.stringify(sale === null ? null : wordsOf(sale, people, openings));

/** What the commitments hide is told once, beside the draft: this device keeps it for the receipt. */
async function remember({ store }: Session, me: Me, room: Room): Promise<void> {
  const { handle } = me.identity;
  if (handle === null || room.sale === null) return;
  await store.put("drafts", {
    id: room.id,
    handle: handle.handle,
    title: room.sale.body.title,
    openings: room.openings,
    made: Date.now(),
  });
}
