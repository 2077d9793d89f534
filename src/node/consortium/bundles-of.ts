import { isCoded } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { createClient } from "../../sdk/client.js";
import { fetchTransport } from "../../sdk/transport.js";
import type { Peer } from "./peers.js";

const LIMITS = { timeoutMs: 10_000, answerBytes: limits.bundleBytes };

/** The proof bundles of those of the other agencies that give one, one after the other. */
export async function* bundlesOf(peers: readonly Peer[]): AsyncGenerator<Uint8Array> {
  for (const { node } of peers) {
    const bundle = await bundleOf(node);
    if (bundle !== null) yield bundle;
  }
}

async function bundleOf(node: string): Promise<Uint8Array | null> {
  try {
    return (await createClient(node, fetchTransport(LIMITS)).bundle({})).body;
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}
