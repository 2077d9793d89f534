import { fromHex } from "../../../base/text.js";
import type { Signer } from "../../../crypto/signer.js";
import { type Client, createClient } from "../../../sdk/client.js";
import { sdkError } from "../../../sdk/errors.js";
import { signedTransport } from "../../../sdk/signed-transport.js";
import { type KeyStore, openKeyStore } from "./store.js";
import { browserTransport } from "./transport.js";

/** What this device holds, and the node that the page came from. */
export type Session = {
  readonly store: KeyStore;
  /** Network id. */
  readonly network: Uint8Array;
  /** Asks as anyone may. */
  readonly client: Client;
  /** Asks for what is not for everyone, each request signed. */
  readonly clientAs: (signer: Signer) => Client;
};

/** @throws BROWSER_KEYS, REMOTE_* */
export async function openSession(): Promise<Session> {
  const store = await openKeyStore();
  const client = createClient(location.origin, browserTransport);
  const { id, logKeys } = (await client.network({})).body;
  const [logKey] = logKeys;
  if (logKey === undefined) throw sdkError("REMOTE_ANSWER", { problem: "no log key" });
  const [network, node] = [fromHex(id), fromHex(logKey)];
  return {
    store,
    network,
    client,
    clientAs: (signer) => {
      const asker = { network, node, signer, now: Date.now };
      return createClient(location.origin, signedTransport(asker, browserTransport));
    },
  };
}
