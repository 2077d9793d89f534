import { z } from "zod";
import { utf8Decode } from "../../base/text.js";
import { readBody } from "../copy/read-body.js";
import { nodeError } from "../errors.js";

/** A block from which CometBFT's light client goes on. */
export type TrustedBlock = {
  readonly height: number;
  /** Of its header, upper-case hex. */
  readonly hash: string;
};

const PATIENCE_MS = 10_000;
/** A commit of 256 validators takes some 80 KiB of it. */
const ANSWER_BYTES = 1024 * 1024;

/** The part of CometBFT v0.39's answer to `/commit` that says which block it is. */
const commit = z.object({
  result: z.object({
    signed_header: z.object({
      header: z.object({ chain_id: z.string(), height: z.string().regex(/^[1-9][0-9]{0,15}$/) }),
      commit: z.object({ block_id: z.object({ hash: z.string().regex(/^[0-9A-F]{64}$/) }) }),
    }),
  }),
});

/** Blocks below the newest, which not everybody may have yet. */
const BELOW = 2;

/**
 * A late block on which the CometBFT of all these agencies agree: who joins trusts no one of them alone.
 * @param servers addresses of their JSON-RPC
 * @throws SYNC_SERVER, SYNC_DISAGREE
 */
export async function trustedBlock(
  servers: readonly string[],
  chainId: string,
): Promise<TrustedBlock> {
  const [first = ""] = servers;
  const newest = await blockOf(first, chainId, "");
  const height = Math.max(newest.height - BELOW, 1);
  const blocks = await Promise.all(
    servers.map((server) => blockOf(server, chainId, `?height=${height}`)),
  );
  const [block = newest] = blocks;
  if (blocks.some(({ hash }) => hash !== block.hash)) {
    throw nodeError("SYNC_DISAGREE", { height, hashes: blocks.map(({ hash }) => hash).join(", ") });
  }
  return block;
}

async function blockOf(server: string, chainId: string, query: string): Promise<TrustedBlock> {
  const answer = await ask(server, query);
  const parsed = commit.safeParse(answer);
  if (!parsed.success) throw nodeError("SYNC_SERVER", { server, problem: "no block" });
  const { header, commit: signed } = parsed.data.result.signed_header;
  if (header.chain_id !== chainId) {
    throw nodeError("SYNC_SERVER", { server, problem: `it is of ${header.chain_id}` });
  }
  return { height: Number(header.height), hash: signed.block_id.hash };
}

async function ask(server: string, query: string): Promise<unknown> {
  try {
    const url = new URL(`/commit${query}`, server);
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return JSON.parse(utf8Decode(await readBody(response, url.pathname, ANSWER_BYTES)));
  } catch (cause) {
    throw nodeError("SYNC_SERVER", { server, problem: "not reached" }, cause);
  }
}
