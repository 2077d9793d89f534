import type { DraftNote, DraftOpening } from "../../../api/routes/drafts.js";
import { fromHex, toHex } from "../../../base/text.js";
import { decodeDraft, type Envelope } from "../../../ledger/envelope.js";
import { checkNetwork, checkSignatures } from "../../../ledger/verify-envelope.js";
import { keyStoreError } from "../keys/errors.js";
import { factsOf } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import type { Me } from "./me.js";
import { type Person, peopleOf } from "./people.js";
import { type Sale, saleOf } from "./sale.js";

/** What became of a transaction that was sent. */
export type Outcome = {
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** A draft as this device made it out of its bytes, with what stands beside it. */
export type Room = {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  /** Everyone who must sign, those who give first and the office last. */
  readonly people: readonly Person[];
  /** Null for what is no transfer. */
  readonly sale: Sale | null;
  readonly openings: readonly DraftOpening[];
  readonly declined: readonly Declined[];
  readonly outcome: Outcome | null;
};
export type Declined = Extract<DraftNote, { kind: "declined" }> & { readonly by: string };

/**
 * Fetches the draft and believes nothing of it: its id is made from its bytes, and every signature
 * that it shows was checked here.
 * @throws DRAFT_*, ENVELOPE_*, ROOM_OTHER
 */
export async function readRoom(session: Session, me: Me, id: string): Promise<Room> {
  const { envelope: hex, recorded, notes } = (await me.client.draft({ id })).body;
  const bytes = fromHex(hex);
  const envelope = decodeDraft(bytes);
  if (toHex(envelope.id) !== id) throw keyStoreError("ROOM_OTHER", { asked: id });
  checkNetwork(envelope, session.network);
  checkSignatures(envelope, "exact");
  const sale = await saleOf(session, envelope.payload);
  const people = await peopleOf(session, me, id, envelope, sale);
  return {
    id,
    bytes,
    envelope,
    people,
    sale,
    openings: notes.flatMap(({ note }) => (note.kind === "openings" ? note.openings : [])),
    declined: notes.flatMap(({ by, note }) => (note.kind === "declined" ? [{ by, ...note }] : [])),
    outcome: recorded ? await outcomeOf(session, id) : null,
  };
}

async function outcomeOf({ client }: Session, id: string): Promise<Outcome> {
  const { code, detail } = (await client.transaction({ id })).body;
  return { code, facts: factsOf(detail) };
}
