import { toHex } from "../../base/text.js";
import type { Envelope } from "../../ledger/envelope.js";
import { lists } from "../../modules/land/lists.js";
import { Drafts } from "../../node/drafts.js";
import type { LedgerNode } from "../../node/ledger-node.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { personal } from "./estate.js";
import { estateOnRecord } from "./on-record.js";
import type { Person } from "./people.js";
import { Sale } from "./sale.js";
import type { Lot } from "./town/town.js";
import type { Story } from "./year/story.js";

const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_MS = 28 * DAY_MS;
/** One that lasts less is replaced at the next start. */
const LASTS_MS = 7 * DAY_MS;

/**
 * A sale of all of a lot that the seller has signed: it waits for the buyer and then for the
 * registrar, so that there is something in the signing room. None where the lot went another way.
 * Called before the node is served, which then reads the drafts that are there.
 */
export async function keepSaleWaiting(story: Story, lot: Lot, buyer: Person): Promise<void> {
  const sale = await saleOf(story, lot, buyer);
  if (sale === null) return;
  const { node, time } = story.pen;
  const drafts = draftsOf(node);
  const [seller] = sale.givers;
  if (seller === undefined) return;
  const keyId = toHex(seller.thumbprint);
  if (drafts.list(keyId).some(({ validUntil }) => validUntil > time + LASTS_MS)) return;
  const signers = [...sale.everyone, sale.registrar].map(({ thumbprint }) => thumbprint);
  const draft = newTransaction({
    network: node.opened.id,
    type: "land.transfer",
    body: await sale.transfer(story.cast, story.date, null),
    validUntil: Math.min(time, Date.now()) + VALID_MS,
    signers,
  });
  const { id } = drafts.put(await signTransaction(draft, seller));
  const others = signers.map(toHex).filter((signer) => signer !== keyId);
  for (const opening of await sale.openings(story.cast)) {
    drafts.addNote(id, keyId, { kind: "openings", for: others, openings: [opening] });
  }
}

async function saleOf(story: Story, lot: Lot, buyer: Person): Promise<Sale | null> {
  const { reader } = story.pen.node;
  const estate = await estateOnRecord(reader, story.cast, lot);
  const [owner, ...others] = estate?.owners ?? [];
  if (estate === null || owner === undefined || others.length > 0) return null;
  const spare = story.cast.taken.find(
    ({ person, handle }) => person === buyer && reader.members(lists.holding(handle)).length === 0,
  );
  const taking = spare && (await story.cast.holding(reader, spare.handle));
  if (taking === null || taking === undefined) return null;
  const { share } = owner;
  return new Sale(estate, [{ owner, share }], [{ parties: [personal(taking)], share }]);
}

function draftsOf(node: LedgerNode): Drafts {
  const { data, id } = node.opened;
  const admits = (draft: Envelope) => node.admits(draft);
  return new Drafts(data.drafts, { network: id, now: Date.now, admits });
}
