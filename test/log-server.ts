import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";
import { concatBytes } from "../src/base/bytes.js";
import { leafHash, nodeHash } from "../src/crypto/hash.js";
import { parseTilePath, TILE_WIDTH } from "../src/storage/tiles/tile-path.js";

/** A log as whoever serves it says that it is: nothing is checked, and the note may be of anything. */
export type ServedLog = {
  readonly leaves: readonly Uint8Array[];
  readonly note: string;
  /** Text of the trust file. */
  readonly trust: string;
};

const TILE_LEVELS = 8;

/** Serves logs by C2SP tlog-tiles, as any web server could; `show` puts another in the place of the last. */
export class LogServer {
  readonly #server = createServer(({ url = "/" }, response) => {
    const bytes = this.#answer(new URL(url, "http://log").pathname);
    response.writeHead(bytes === null ? 404 : 200).end(bytes);
  });
  #log: ServedLog | null = null;

  static async start(): Promise<LogServer> {
    const served = new LogServer();
    await new Promise<void>((resolve) => served.#server.listen(0, "127.0.0.1", resolve));
    afterAll(() => new Promise((resolve) => served.#server.close(resolve)));
    return served;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  show(log: ServedLog): void {
    this.#log = log;
  }

  #answer(path: string): string | Uint8Array | null {
    if (this.#log === null) return null;
    if (path === "/log/checkpoint") return this.#log.note;
    if (path === "/trust.json") return this.#log.trust;
    const name = path.startsWith("/log/tile/") ? parseTilePath(path.slice(10)) : null;
    if (name === null) return null;
    const { level, n, width } = name;
    const from = n * TILE_WIDTH;
    if (level === "entries")
      return concatBytes(...this.#log.leaves.slice(from, from + width).map(entry));
    return concatBytes(...hashesAt(this.#log.leaves, level).slice(from, from + width));
  }
}

function entry(leaf: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(leaf.length >> 8, leaf.length & 0xff), leaf);
}

/** Hashes of the complete subtrees of 256^level leaves. */
function hashesAt(leaves: readonly Uint8Array[], level: number): Uint8Array[] {
  let hashes = leaves.map(leafHash);
  for (let above = 0; above < level * TILE_LEVELS; above++) {
    const pairs = Math.floor(hashes.length / 2);
    hashes = Array.from({ length: pairs }, (_, i) =>
      nodeHash(hashes[2 * i] ?? new Uint8Array(), hashes[2 * i + 1] ?? new Uint8Array()),
    );
  }
  return hashes;
}
