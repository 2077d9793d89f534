import type { DraftOpening } from "../../../api/routes/drafts.js";
import { toHex } from "../../../base/text.js";
import type { Signer } from "../../../crypto/signer.js";
import { commitmentPaths, type Deed, deedSource, type Source } from "../../../sdk/sale.js";
import { keyStoreError } from "../keys/errors.js";
import { tell } from "../keys/notes.js";
import { handleRecord } from "../keys/restore.js";
import type { Session } from "../keys/session.js";

/** How long the others have to sign. */
export const VALID_MS = 14 * 86_400_000;

/** The document that it rests on; the file itself stays with the person. */
export type Paper = { readonly date: string; readonly file: Uint8Array };

/** A draft that was kept for those who take. */
export type Made = { readonly id: string; readonly takers: readonly string[] };

export const newSalt = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32));

/** The keys that now sign for handles. @throws SELL_TAKER_UNKNOWN */
export async function keyIdsOf(
  session: Session,
  handles: readonly string[],
): Promise<Map<string, string>> {
  const keyIds = new Map<string, string>();
  for (const handle of handles) {
    const record = await handleRecord(session, handle);
    if (record === null) throw keyStoreError("SELL_TAKER_UNKNOWN", { handle });
    keyIds.set(handle, record.keyId);
  }
  return keyIds;
}

/** For each taker a source with a commitment of its own salt, and what it hides. */
export async function closedSources(
  takers: readonly string[],
  { date, file }: Paper,
  validatedBy: string,
): Promise<{ readonly sources: readonly Source[][]; readonly openings: DraftOpening[] }> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(file)));
  const deed: Deed = { kind: "deed", date, digest, validatedBy };
  const openings: DraftOpening[] = [];
  const sources = takers.map((handle) => {
    const salt = newSalt();
    const value = { sha256: toHex(digest) };
    openings.push({ of: handle, path: commitmentPaths.source, salt: toHex(salt), value });
    return [deedSource(deed, salt)];
  });
  return { sources, openings };
}

/** A taker's opening is for that taker and the registrar; any other is for all who sign. */
export async function tellAll(
  session: Session,
  teller: Signer,
  id: string,
  openings: readonly DraftOpening[],
  concerned: (handle: string) => string[],
): Promise<void> {
  const client = session.clientAs(teller);
  for (const opening of openings) {
    const readers = opening.of === null ? null : concerned(opening.of);
    await tell(client, id, { kind: "openings", for: readers, openings: [opening] });
  }
}
