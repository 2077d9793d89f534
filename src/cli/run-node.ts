import type { Logger } from "pino";
import type { DataDirectory } from "../node/data-directory.js";
import type { Directory } from "../node/directory/directory.js";
import { LedgerNode, nodeDefaults } from "../node/ledger-node.js";
import { type ServeOptions, serve } from "../node/serve.js";
import { cliError } from "./errors.js";
import { readPort } from "./ports.js";
import { readMinutes } from "./times.js";

export type RunOptions = {
  readonly port: string;
  readonly host: string;
  readonly trustProxy?: string;
  /** Minutes between two roots of the directory's reads. */
  readonly readPeriod?: string;
  /** That check signatures. */
  readonly threads?: string;
};

/** What goes on in a node by itself while it serves. */
export type Life = {
  /** Once it is open to all, before anybody hears that it is ready. */
  begin(directory: Directory | null): Promise<void>;
  stop(): void;
};

/**
 * Opens, serves, and stays until SIGINT or SIGTERM; then stops taking, finishes what waits, closes.
 * @param prepare runs once the node is open, before anyone is served; what it gives is stopped first
 */
export async function runNode(
  data: DataDirectory,
  { port, host, trustProxy, readPeriod, threads }: RunOptions,
  logger: Logger,
  prepare: (node: LedgerNode) => Promise<Life | null>,
): Promise<void> {
  const wanted = {
    ...{ port: readPort(port), host, logger },
    ...(trustProxy && { trustProxy }),
    ...(readPeriod && { readPeriodMs: readMinutes(readPeriod) }),
  };
  const workers = threads === undefined ? nodeDefaults.workers : readThreads(threads);
  const node = await LedgerNode.open(data, logger, { ...nodeDefaults, workers });
  try {
    const { trouble } = node;
    if (trouble !== null)
      logger.warn({ code: trouble.code, facts: trouble.facts }, trouble.message);
    const life = await prepare(node);
    try {
      await serveUntilSignalled(node, wanted, life);
    } finally {
      life?.stop();
    }
  } finally {
    await node.stop();
  }
}

/** @throws CLI_USAGE */
function readThreads(text: string): number {
  const threads = /^[1-9][0-9]?$/.test(text) ? Number(text) : Number.NaN;
  if (!(threads <= 64)) throw cliError("CLI_USAGE", { threads: text, needs: "1 to 64" });
  return threads;
}

async function serveUntilSignalled(
  node: LedgerNode,
  options: ServeOptions,
  life: Life | null,
): Promise<void> {
  const server = await serve(node, options);
  await life?.begin(server.directory);
  // Before anybody hears that it is ready: who does may at once ask it to stop.
  const stop = signalled();
  process.stdout.write(`Counterfoil is ready: ${server.address}\n`);
  await stop;
  options.logger.info("stopping");
  node.letGo();
  await server.close();
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
