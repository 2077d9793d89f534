import { fromHex } from "../../../base/text.js";
import { decodeDraft } from "../../../ledger/envelope.js";
import type { Client } from "../../../sdk/client.js";
import { sign } from "../../messages/sign.js";
import { saidIn } from "./sale.js";

/** What a draft is about, in a few words made from its bytes. @throws DRAFT_*, ENVELOPE_*, REMOTE_* */
export async function draftName(client: Client, id: string): Promise<string> {
  const { envelope } = (await client.draft({ id })).body;
  const { payload } = decodeDraft(fromHex(envelope));
  const said = saidIn(payload);
  return said === null ? sign.other(payload.type) : sign.of[said.kind](said.body.title);
}
