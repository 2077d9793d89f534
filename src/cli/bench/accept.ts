import type { LedgerNode } from "../../node/ledger-node.js";
import { cliError } from "../errors.js";

/** Resolves once all are sealed. @throws CLI_BENCH for one that is refused */
export async function accept(node: LedgerNode, envelopes: readonly Uint8Array[]): Promise<void> {
  const results = await Promise.all(envelopes.map((bytes) => node.submit(bytes)));
  const refused = results.find(({ code }) => code !== "ok");
  if (refused !== undefined) throw cliError("CLI_BENCH", { what: refused.code });
}
