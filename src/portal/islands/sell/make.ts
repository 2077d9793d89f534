import { fromHex, toHex } from "../../../base/text.js";
import {
  commitmentPaths,
  lodgeBody,
  priceCommitment,
  type SaleTerms,
  saleTerms,
  transferBody,
} from "../../../sdk/sale.js";
import { newTransaction, signTransaction } from "../../../sdk/transaction.js";
import { signerOf } from "../keys/person.js";
import { send } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import {
  closedSources,
  keyIdsOf,
  type Made,
  newSalt,
  type Paper,
  tellAll,
  VALID_MS,
} from "./closed.js";
import type { Sale } from "./form.js";
import type { Giving } from "./title.js";

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
  const { own, title, registrarKeyId } = giving;
  const takers = sale.takers.map(({ handle }) => handle);
  const keyIds = await keyIdsOf(session, [...giving.holders, ...takers]);
  const terms = saleTerms(
    title,
    [{ right: giving.right, share: sale.give }],
    sale.takers.map(({ handle, share }) => ({ handles: [handle], share })),
  );
  const entry = lodges ? await lodge(session, giving, terms) : null;
  const { sources, price, openings } = await closedOf(giving, sale, paper);
  const draft = newTransaction({
    network: session.network,
    type: "land.transfer",
    body: transferBody(terms, { sources, price, entry }),
    validUntil: Date.now() + VALID_MS,
    signers: [...keyIds.values(), registrarKeyId].map(fromHex),
  });
  const signer = await signerOf(session, own);
  const bytes = await signTransaction(draft, signer);
  const { id } = (await session.client.keepDraft({}, { type: "application/cose", bytes })).body;
  const concerned = (handle: string) => [keyIds.get(handle) ?? "", registrarKeyId];
  await tellAll(session, signer, id, openings, concerned);
  const { handle } = own;
  await session.store.put("drafts", { id, handle, title, openings, made: Date.now() });
  return { id, takers };
}

/** Commitments, each with a salt of its own, and what they hide. */
async function closedOf({ organisation }: Giving, { takers, price }: Sale, paper: Paper) {
  const handles = takers.map(({ handle }) => handle);
  const { sources, openings } = await closedSources(handles, paper, organisation);
  if (price === null) return { sources, openings, price: null };
  const salt = newSalt();
  const opening = { of: null, path: commitmentPaths.price, salt: toHex(salt), value: price };
  return { sources, openings: [...openings, opening], price: priceCommitment(salt, price) };
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
