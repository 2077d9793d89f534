import { toBase64 } from "../../base/text.js";
import { cometError } from "./errors.js";

/** What came of a bundle: its CheckTx passed or did not, CometBFT has it already, or has no room now. */
export type Broadcast = "taken" | "known" | "full" | "refused";

type Answer<Result> = {
  readonly result?: Result;
  readonly error?: { readonly message: string; readonly data?: string };
};

/** How long one that stands still is asked how it is, ms: whoever watches waits for that. */
const PATIENCE_MS = 2000;

/** The calls of CometBFT's JSON-RPC (v0.39) that a node makes, to its own CometBFT alone. */
export class CometRpc {
  readonly #address: string;
  readonly #patienceMs: number;

  /** @param address `http://127.0.0.1:PORT` */
  constructor(address: string, patienceMs = PATIENCE_MS) {
    this.#address = address;
    this.#patienceMs = patienceMs;
  }

  /** @throws COMET_RPC where it is not there, or something else is wrong */
  async broadcast(bundle: Uint8Array): Promise<Broadcast> {
    const { result, error } = await this.#call<{ readonly code: number }>("broadcast_tx_sync", {
      tx: toBase64(bundle),
    });
    if (result !== undefined) return result.code === 0 ? "taken" : "refused";
    const text = error?.data ?? error?.message ?? "";
    if (text.includes("tx already exists in cache")) return "known";
    if (text.includes("mempool is full")) return "full";
    throw cometError("COMET_RPC", { problem: text.slice(0, 200) });
  }

  /** How many other machines it is connected with. @throws COMET_RPC */
  async peers(): Promise<number> {
    const signal = AbortSignal.timeout(this.#patienceMs);
    const { result } = await this.#call<{ readonly n_peers: string }>("net_info", {}, signal);
    return Number(result?.n_peers ?? 0);
  }

  async #call<Result>(
    method: string,
    params: Readonly<Record<string, string>>,
    signal: AbortSignal | null = null,
  ): Promise<Answer<Result>> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    try {
      const response = await fetch(this.#address, { method: "POST", headers, body, signal });
      return (await response.json()) as Answer<Result>;
    } catch (cause) {
      throw cometError("COMET_RPC", { problem: "not reached" }, cause);
    }
  }
}
