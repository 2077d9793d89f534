import type { Logger } from "pino";
import type { Directory } from "./directory/directory.js";
import { createServer } from "./http/server.js";
import type { LedgerNode } from "./ledger-node.js";

export type ServeOptions = {
  /** 0 takes one that is free. */
  readonly port: number;
  readonly host: string;
  readonly logger: Logger;
  /** Where people reach this node: "https://ledger.arvenia.example"; by default as it listens. */
  readonly publicAddress?: string;
  /** Addresses or networks, by commas, whose `x-forwarded-for` is believed: the proxies in front. */
  readonly trustProxy?: string;
  /** How long the reads of personal data under one root may be apart, ms; a day by default. */
  readonly readPeriodMs?: number;
};

/**
 * Serves everything that a node shows, on one port. `close` answers what is in flight, then closes;
 * the node goes on.
 * @throws LISTEN, PROXY_ADDRESS
 */
export async function serve(
  node: LedgerNode,
  options: ServeOptions,
): Promise<{
  readonly address: string;
  readonly directory: Directory | null;
  readonly close: () => Promise<void>;
}> {
  const { directory, listen, close } = await createServer(node, options);
  return { address: await listen(), directory, close };
}
