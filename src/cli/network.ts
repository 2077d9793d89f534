import { fromHex } from "../base/text.js";
import { parseTrustFile } from "../crypto/trust.js";
import { DataDirectory } from "../node/data-directory.js";
import { clientOf } from "./client.js";
import type { Common } from "./command.js";

/** Network id: the data directory's where it holds one, else what the node's trust file says. */
export async function networkId(options: Common): Promise<Uint8Array> {
  const data = new DataDirectory(options.data);
  if (data.founded) return fromHex(data.readConfig().id);
  return parseTrustFile(await clientOf(options).trust()).genesis;
}
