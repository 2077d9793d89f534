import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { toHex } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import { noAddress } from "./not-found.js";
import { sendRefusal } from "./replies.js";

/** From the sources and from the build alike, the package's root lies three folders up. */
const folder = fileURLToPath(new URL("../../../dist/portal/assets/", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

type Asset = {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** By Brotli (RFC 7932), where the build made it. */
  readonly compressed: Uint8Array | undefined;
  readonly etag: string;
};

/** The portal's built files, by name. They are few, so they stand in memory: no path leads to a disk. */
export function addAssetRoutes(app: FastifyInstance): void {
  const assets = readAssets();
  app.get<{ Params: { name: string } }>("/assets/:name", ({ params, headers, url }, reply) => {
    const asset = assets.get(params.name);
    if (asset === undefined) return sendRefusal(reply, noAddress(url));
    const { type, bytes, compressed, etag } = asset;
    reply.header("cache-control", "public, max-age=3600").header("etag", etag);
    if (compressed !== undefined) reply.header("vary", "accept-encoding");
    if (headers["if-none-match"] === etag) return reply.code(304).send();
    if (compressed === undefined || !takesBrotli(headers["accept-encoding"])) {
      return reply.type(type).send(bytes);
    }
    return reply.type(type).header("content-encoding", "br").send(compressed);
  });
}

/** A browser names what it takes, and offers this over HTTPS and on this machine alone. */
function takesBrotli(accepted: string | string[] | undefined): boolean {
  return /(?:^|,)\s*br\s*(?:,|;(?!\s*q=0(?:\.0*)?\s*(?:,|$))|$)/.test(String(accepted ?? ""));
}

function readAssets(): ReadonlyMap<string, Asset> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const read = (name: string) => new Uint8Array(readFileSync(`${folder}${name}`));
  const compressed = new Set(names.filter((name) => name.endsWith(".br")));
  return new Map(
    names
      .filter((name) => !compressed.has(name))
      .map((name) => {
        const bytes = read(name);
        return [
          name,
          {
            type: types[extname(name)] ?? "application/octet-stream",
            bytes,
            compressed: compressed.has(`${name}.br`) ? read(`${name}.br`) : undefined,
            etag: `"${toHex(sha256(bytes)).slice(0, 32)}"`,
          },
        ];
      }),
  );
}
