import type { DraftNote } from "../../../api/routes/drafts.js";
import { toHex, utf8Encode } from "../../../base/text.js";
import { sha256 } from "../../../crypto/hash.js";
import type { Client } from "../../../sdk/client.js";

/** Tells the other signers something beside a draft. @param client that of one of its signers */
export async function tell(client: Client, id: string, note: DraftNote): Promise<void> {
  const bytes = utf8Encode(JSON.stringify(note));
  const input = { id, sha256: toHex(sha256(bytes)) };
  await client.addDraftNote(input, { type: "application/json", bytes });
}
