import type { Logger } from "pino";
import type { DataDirectory } from "../node/data-directory.js";
import { LedgerNode } from "../node/ledger-node.js";
import { serve } from "../node/serve.js";
import { readPort } from "./ports.js";

export type RunOptions = { readonly port: string; readonly host: string };

/**
 * Opens, serves, and stays until SIGINT or SIGTERM; then stops taking, finishes what waits, closes.
 * @param prepare runs once the node is open, before anyone is served; what it gives is stopped first
 */
export async function runNode(
  data: DataDirectory,
  { port, host }: RunOptions,
  logger: Logger,
  prepare: (node: LedgerNode) => Promise<{ stop(): void } | null>,
): Promise<void> {
  const wanted = readPort(port);
  const node = await LedgerNode.open(data, logger);
  const { trouble } = node;
  if (trouble !== null) logger.warn({ code: trouble.code, facts: trouble.facts }, trouble.message);
  const life = await prepare(node);
  const server = await serve(node, { port: wanted, host, logger });
  process.stdout.write(`Counterfoil is ready: ${server.address}\n`);
  await signalled();
  logger.info("stopping");
  life?.stop();
  await server.close();
  await node.stop();
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
