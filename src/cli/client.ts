import { limits } from "../base/limits.js";
import { fromHex, utf8Decode } from "../base/text.js";
import type { Signer } from "../crypto/signer.js";
import { type Client, createClient } from "../sdk/client.js";
import { sdkError } from "../sdk/errors.js";
import { signedTransport } from "../sdk/signed-transport.js";
import { fetchTransport } from "../sdk/transport.js";
import type { Common } from "./command.js";

export const clientOf = ({ node }: Common): Client => createClient(node);

/** Asks for what is not for everyone, each request signed for this node. @throws REMOTE_* */
export async function signedClientOf(options: Common, signer: Signer): Promise<Client> {
  const { id, logKeys } = (await clientOf(options).network({})).body;
  const [logKey] = logKeys;
  if (logKey === undefined) throw sdkError("REMOTE_ANSWER", { problem: "no log key" });
  const asker = { network: fromHex(id), node: fromHex(logKey), signer, now: Date.now };
  return createClient(options.node, signedTransport(asker));
}

/** The node's trust file as text: a claim, for whoever takes it to judge. @throws REMOTE_* */
export async function fetchTrust({ node }: Common): Promise<string> {
  const transport = fetchTransport({ timeoutMs: 60_000, answerBytes: limits.trustFileBytes });
  const url = `${node.replace(/\/+$/, "")}/trust.json`;
  const { status, body } = await transport({ method: "GET", url, headers: {}, body: null });
  if (status !== 200) throw sdkError("REMOTE_ANSWER", { url, status });
  return utf8Decode(body);
}
