import { fromHex } from "../base/text.js";
import { parseTrustFile, type TrustFile } from "../crypto/trust.js";
import { DataDirectory } from "../node/data-directory.js";
import { clientOf, fetchTrust } from "./client.js";
import type { Common } from "./command.js";

/** Network id: the data directory's where it holds one, else what the node says. @throws REMOTE_* */
export async function networkId(options: Common): Promise<Uint8Array> {
  const data = new DataDirectory(options.data);
  if (data.founded) return fromHex(data.readConfig().id);
  const { body } = await clientOf(options).network({});
  return fromHex(body.id);
}

/** The node's own trust file: enough to see that it contradicts itself, not that it is honest. */
export async function remoteTrust(options: Common): Promise<TrustFile> {
  return parseTrustFile(await fetchTrust(options));
}
