import { fromHex } from "../../../base/text.js";
import { decodeDraft } from "../../../ledger/envelope.js";
import { transferBody } from "../../../modules/land/bodies.js";
import type { Client } from "../../../sdk/client.js";
import { sign } from "../../messages/sign.js";

/** What a draft is about, in a few words made from its bytes. @throws DRAFT_*, ENVELOPE_*, REMOTE_* */
export async function draftName(client: Client, id: string): Promise<string> {
  const { envelope } = (await client.draft({ id })).body;
  const { type, body } = decodeDraft(fromHex(envelope)).payload;
  return type === "land.transfer" ? sign.sale(transferBody.parse(body).title) : sign.other(type);
}
