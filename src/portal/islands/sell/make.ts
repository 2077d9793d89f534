import type { DraftOpening } from "../../../api/routes/drafts.js";
import { fromHex, toHex } from "../../../base/text.js";
import {
  commitmentPaths,
  type Deed,
  deedSource,
  lodgeBody,
  priceCommitment,
  type SaleTerms,
  saleTerms,
  transferBody,
} from "../../../sdk/sale.js";
import { newTransaction, signTransaction } from "../../../sdk/transaction.js";
import { keyStoreError } from "../keys/errors.js";
import { tell } from "../keys/notes.js";
import { signerOf } from "../keys/person.js";
import { handleRecord } from "../keys/restore.js";
import { send } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import type { Sale } from "./form.js";
import type { Giving } from "./title.js";

/** How long the others have to sign. */
const VALID_MS = 14 * 86_400_000;

/** The document that the sale rests on; the file itself stays with the person. */
export type Paper = { readonly date: string; readonly file: Uint8Array };

export type Made = { readonly id: string; readonly takers: readonly string[] };

const newSalt = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32));

/**
 * Makes the transfer, signs it, and keeps it on the node for the others, with what its commitments
 * hide for those whom it concerns.
 * @throws SELL_TAKER_UNKNOWN, or the node's refusal
 */
export async function makeSale(
  session: Session,
  giving: Giving,
  sale: Sale,
  paper: Paper,
  lodges: boolean,
): Promise<Made> {
  const takers = sale.takers.map(({ handle }) => handle);
  const keyIds = new Map<string, string>();
  for (const handle of [...giving.holders, ...takers]) {
    keyIds.set(handle, await keyIdOf(session, handle));
  }
  const terms = saleTerms(
    giving.title,
    [{ right: giving.right, share: sale.give }],
    sale.takers.map(({ handle, share }) => ({ handles: [handle], share })),
  );
  const entry = lodges ? await lodge(session, giving, terms) : null;
  const closed = await closedOf(giving, sale, paper);
  const signers = [...keyIds.values(), giving.registrarKeyId].map(fromHex);
  const draft = newTransaction({
    network: session.network,
    type: "land.transfer",
    body: transferBody(terms, { sources: closed.sources, price: closed.price, entry }),
    validUntil: Date.now() + VALID_MS,
    signers,
  });
  const signer = await signerOf(session, giving.own);
  const bytes = await signTransaction(draft, signer);
  const kept = (await session.client.keepDraft({}, { type: "application/cose", bytes })).body;
  const concerned = (handle: string) => [keyIds.get(handle) ?? "", giving.registrarKeyId];
  await tellAll(session, giving, kept.id, closed.openings, concerned);
  return { id: kept.id, takers };
}

async function keyIdOf(session: Session, handle: string): Promise<string> {
  const record = await handleRecord(session, handle);
  if (record === null) throw keyStoreError("SELL_TAKER_UNKNOWN", { handle });
  return record.keyId;
}

/** Commitments, each with a salt of its own, and what they hide. */
async function closedOf({ organisation }: Giving, { takers, price }: Sale, paper: Paper) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(paper.file)));
  const deed: Deed = { kind: "deed", date: paper.date, digest, validatedBy: organisation };
  const openings: DraftOpening[] = [];
  const sources = takers.map(({ handle }) => {
    const salt = newSalt();
    const value = { sha256: toHex(digest) };
    openings.push({ of: handle, path: commitmentPaths.source, salt: toHex(salt), value });
    return [deedSource(deed, salt)];
  });
  if (price === null) return { sources, openings, price: null };
  const salt = newSalt();
  openings.push({ of: null, path: commitmentPaths.price, salt: toHex(salt), value: price });
  return { sources, openings, price: priceCommitment(salt, price) };
}

/** A taker's opening is for that taker and the registrar; the price is for all who sign. */
async function tellAll(
  session: Session,
  { own, title }: Giving,
  id: string,
  openings: readonly DraftOpening[],
  concerned: (handle: string) => string[],
): Promise<void> {
  const client = session.clientAs(await signerOf(session, own));
  for (const opening of openings) {
    const readers = opening.of === null ? null : concerned(opening.of);
    await tell(client, id, { kind: "openings", for: readers, openings: [opening] });
  }
  const { handle } = own;
  await session.store.put("drafts", { id, handle, title, openings, made: Date.now() });
}

/** Puts the sale into the daybook, so that its rank is reserved; gives the entry's id. */
async function lodge(session: Session, { own }: Giving, terms: SaleTerms): Promise<string> {
  const signer = await signerOf(session, own);
  const draft = newTransaction({
    network: session.network,
    type: "land.lodge",
    body: lodgeBody(terms),
    validUntil: Date.now() + VALID_MS,
    signers: [signer.thumbprint],
  });
  const { id } = await send(session, await signTransaction(draft, signer));
  const { writes } = (await session.client.transaction({ id: id ?? "" })).body;
  const entry = writes.find(({ key }) => key.startsWith("land/daybook/"));
  return entry?.key.slice("land/daybook/".length) ?? "";
}
