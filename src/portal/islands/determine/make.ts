import { fromHex } from "../../../base/text.js";
import { determineBody, saleTerms } from "../../../sdk/sale.js";
import { newTransaction, signTransaction } from "../../../sdk/transaction.js";
import { officialSigner } from "../keys/official.js";
import type { Session } from "../keys/session.js";
import type { KeptOfficial } from "../keys/store.js";
import {
  closedSources,
  keyIdsOf,
  type Made,
  type Paper,
  tellAll,
  VALID_MS,
} from "../sell/closed.js";
import type { Sale } from "../sell/form.js";
import type { Undetermined } from "./title.js";

/**
 * Makes the determination, signs it for the office, and keeps it on the node for those who take, with
 * what their commitments hide.
 * @throws SELL_TAKER_UNKNOWN, or the node's refusal
 */
export async function makeDetermination(
  session: Session,
  { title, right, organisation }: Undetermined,
  official: KeptOfficial,
  takers: Sale["takers"],
  paper: Paper,
): Promise<Made> {
  const handles = takers.map(({ handle }) => handle);
  const keyIds = await keyIdsOf(session, handles);
  const takes = takers.map(({ handle, share }) => ({ handles: [handle], share }));
  const { to } = saleTerms(title, [], takes);
  const { sources, openings } = await closedSources(handles, paper, organisation);
  const draft = newTransaction({
    network: session.network,
    type: "land.determine",
    body: determineBody({ title, right, to, sources }),
    validUntil: Date.now() + VALID_MS,
    signers: [...keyIds.values(), official.keyId].map(fromHex),
  });
  const signer = officialSigner(official);
  const bytes = await signTransaction(draft, signer);
  const { id } = (await session.client.keepDraft({}, { type: "application/cose", bytes })).body;
  const concerned = (handle: string) => [keyIds.get(handle) ?? "", official.keyId];
  await tellAll(session, signer, id, openings, concerned);
  return { id, takers: handles };
}
