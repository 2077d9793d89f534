import type { Logger } from "pino";
import { toHex } from "../../base/text.js";
import type { LedgerNode } from "../ledger-node.js";
import { bearerOf } from "./access.js";
import { Directory } from "./directory.js";

export type DirectoryOptions = {
  /** How long the reads of one root may be apart, ms. */
  readonly periodMs: number;
  /** ms since 1970. */
  readonly now: () => number;
  readonly logger: Logger;
};

export const READ_PERIOD_MS = 24 * 60 * 60 * 1000;

/**
 * The directory of the organisation whose `directory` key is here; null where there is none.
 * @throws as `Directory`
 */
export function openDirectory(
  node: LedgerNode,
  { periodMs, now, logger }: DirectoryOptions,
): Directory | null {
  const { data, id, config } = node.opened;
  if (config.kind !== "node") return null;
  const signer = data.readKeys().find(({ use }) => use?.role === "directory")?.signer;
  if (signer === undefined) return null;
  const organisation = bearerOf(node.reader, toHex(signer.thumbprint))?.organisation ?? null;
  if (organisation === null) return null;
  return new Directory(
    { dir: data.directory, key: data.directoryKey },
    {
      ...{ network: id, organisation, signer, periodMs, now },
      reader: () => node.reader,
      submit: async (bytes) => (await node.submit(bytes)).code,
      onError: (error) => logger.warn(error, "the directory could not publish its reads"),
    },
  );
}
