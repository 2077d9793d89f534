import { setTimeout } from "node:timers/promises";
import { isCoded } from "../../base/errors.js";
import { limits } from "../../base/limits.js";
import { utf8Decode } from "../../base/text.js";
import { sdkError } from "../../sdk/errors.js";
import { TILE_WIDTH, tilePath } from "../../storage/tiles/tile-path.js";
import { readBody } from "./read-body.js";

export type RemoteOptions = {
  /** Where the node's pages begin. */
  readonly from: string;
  readonly signal?: AbortSignal;
  /** For one answer, from its request to its last byte. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;
const RETRY_MS = 200;
const NETWORK_BYTES = 64 * 1024;
const BUNDLE_BYTES = TILE_WIDTH * (2 + limits.leafBytes);
const HASH_BYTES = 32;

/** A log as another node serves it (C2SP tlog-tiles): nothing that it answers is trusted here. */
export class RemoteLog {
  readonly #base: URL;
  readonly #options: RemoteOptions;

  /** @throws REMOTE_ANSWER for what is no address */
  constructor(options: RemoteOptions) {
    const { from } = options;
    if (!/^https?:\/\//.test(from) || !URL.canParse(from)) {
      throw sdkError("REMOTE_ANSWER", { url: from, problem: "no http address" });
    }
    this.#base = new URL(from.endsWith("/") ? from : `${from}/`);
    this.#options = options;
  }

  /** The newest signed checkpoint. @throws REMOTE_* */
  async checkpoint(): Promise<string> {
    return this.#text("log/checkpoint", limits.noteBytes);
  }

  /** @throws REMOTE_* */
  async trust(): Promise<string> {
    return this.#text("trust.json", limits.trustFileBytes);
  }

  /** Whether the node says that it is a demonstration: for this copy's pages, nothing rests on it. */
  async isDemo(): Promise<boolean> {
    const bytes = await this.#get("api/v1/network", NETWORK_BYTES);
    return bytes !== null && /"demo":\s*true\b/.test(new TextDecoder().decode(bytes));
  }

  /** The first `width` hashes of tile `n` of a level. @throws REMOTE_* */
  async tile(level: number, n: number, width: number): Promise<Uint8Array> {
    const { bytes, path } = await this.#partial(level, n, width, TILE_WIDTH * HASH_BYTES);
    if (bytes.length !== width * HASH_BYTES && bytes.length !== TILE_WIDTH * HASH_BYTES) {
      throw answerError(path, "not a tile's length");
    }
    return bytes.slice(0, width * HASH_BYTES);
  }

  /** The first `width` leaves of an entry bundle. @throws REMOTE_* */
  async bundle(n: number, width: number): Promise<Uint8Array[]> {
    const { bytes, path } = await this.#partial("entries", n, width, BUNDLE_BYTES);
    const leaves: Uint8Array[] = [];
    let at = 0;
    while (at < bytes.length && leaves.length < width) {
      const start = at + 2;
      at = start + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
      if (at > bytes.length) throw answerError(path, "an entry is cut off");
      leaves.push(bytes.slice(start, at));
    }
    if (leaves.length !== width) throw answerError(path, "entries are missing");
    return leaves;
  }

  /** A partial tile may be gone once the full one is there (C2SP tlog-tiles, "Partial Tiles"). */
  async #partial(level: number | "entries", n: number, width: number, mostBytes: number) {
    const path = `log/tile/${tilePath(level, n, width)}`;
    const bytes = await this.#get(path, mostBytes);
    if (bytes !== null) return { bytes, path };
    if (width === TILE_WIDTH) throw answerError(path, "not found");
    const full = `log/tile/${tilePath(level, n, TILE_WIDTH)}`;
    return { bytes: await this.#found(full, mostBytes), path: full };
  }

  async #text(path: string, mostBytes: number): Promise<string> {
    const bytes = await this.#found(path, mostBytes);
    try {
      return utf8Decode(bytes);
    } catch (cause) {
      throw sdkError("REMOTE_ANSWER", { path, problem: "not UTF-8" }, cause);
    }
  }

  async #found(path: string, mostBytes: number): Promise<Uint8Array> {
    const bytes = await this.#get(path, mostBytes);
    if (bytes === null) throw answerError(path, "not found");
    return bytes;
  }

  /** Null where the node has none. What did not come through is asked for again. */
  async #get(path: string, mostBytes: number): Promise<Uint8Array | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#ask(path, mostBytes);
      } catch (cause) {
        // Coded is what the node did answer; the rest is the connection's.
        if (isCoded(cause) && cause.code !== "REMOTE_UNREACHABLE") throw cause;
        if (attempt === ATTEMPTS || this.#options.signal?.aborted === true) {
          throw sdkError("REMOTE_UNREACHABLE", { url: new URL(path, this.#base).href }, cause);
        }
        await setTimeout(attempt * RETRY_MS);
      }
    }
  }

  async #ask(path: string, mostBytes: number): Promise<Uint8Array | null> {
    const { signal, timeoutMs = TIMEOUT_MS } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    const response = await fetch(new URL(path, this.#base), {
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (response.status === 200) return readBody(response, path, mostBytes);
    await response.body?.cancel();
    if (response.status === 404) return null;
    const { status } = response;
    const code = status === 429 || status >= 500 ? "REMOTE_UNREACHABLE" : "REMOTE_ANSWER";
    throw sdkError(code, { path, status });
  }
}

function answerError(path: string, problem: string) {
  return sdkError("REMOTE_ANSWER", { path, problem });
}
