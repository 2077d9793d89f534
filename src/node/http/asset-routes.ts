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

type Asset = { readonly type: string; readonly bytes: Uint8Array; readonly etag: string };

/** The portal's built files, by name. They are few, so they stand in memory: no path leads to a disk. */
export function addAssetRoutes(app: FastifyInstance): void {
  const assets = readAssets();
  app.get<{ Params: { name: string } }>("/assets/:name", ({ params, headers, url }, reply) => {
    const asset = assets.get(params.name);
    if (asset === undefined) return sendRefusal(reply, noAddress(url));
    reply.header("cache-control", "public, max-age=3600").header("etag", asset.etag);
    if (headers["if-none-match"] === asset.etag) return reply.code(304).send();
    return reply.type(asset.type).send(asset.bytes);
  });
}

function readAssets(): ReadonlyMap<string, Asset> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    names.map((name) => {
      const bytes = new Uint8Array(readFileSync(`${folder}${name}`));
      const type = types[extname(name)] ?? "application/octet-stream";
      return [name, { type, bytes, etag: `"${toHex(sha256(bytes)).slice(0, 32)}"` }];
    }),
  );
}
