import type { FastifyInstance, FastifyReply } from "fastify";
import { limits } from "../../base/limits.js";
import { parseTilePath } from "../../storage/tiles/tile-path.js";
import type { LedgerNode } from "../ledger-node.js";
import { noAddress } from "./not-found.js";
import { sendRefusal } from "./replies.js";

/** C2SP tlog-tiles: the checkpoint is mutable, everything under `tile/` is not. */
const CHECKPOINT_CACHE = "public, max-age=2";
const TILE_CACHE = "public, max-age=31536000, immutable";

/** The log as C2SP tlog-tiles has it, byte for byte, and the trust file. */
export function addLogRoutes(app: FastifyInstance, node: LedgerNode): void {
  const { published } = node.opened;
  app.get("/log/checkpoint", (_, reply) => {
    const { publication } = published;
    if (publication === null) return unpublished(reply, node);
    return reply
      .header("cache-control", CHECKPOINT_CACHE)
      .type("text/plain; charset=utf-8")
      .send(publication.note);
  });
  app.post("/log/cosignatures", { bodyLimit: limits.noteBytes }, ({ body }, reply) => {
    const note = node.takeCosignatures(typeof body === "string" ? body : "");
    return reply.type("text/plain; charset=utf-8").send(note);
  });
  app.get<{ Params: { "*": string } }>("/log/tile/*", ({ raw, url }, reply) => {
    // As it was sent: a path that needs decoding is no path of the specification.
    const tile = readTile(node, (raw.url ?? url).slice("/log/tile/".length));
    if (tile === null) return sendRefusal(reply, noAddress(url));
    return reply.header("cache-control", TILE_CACHE).type("application/octet-stream").send(tile);
  });
  let trust: { readonly of: unknown; readonly text: string } | null = null;
  app.get("/trust.json", (_, reply) => {
    const { publication } = published;
    if (publication === null) return unpublished(reply, node);
    if (trust?.of !== publication) trust = { of: publication, text: node.trust() };
    return reply
      .header("cache-control", CHECKPOINT_CACHE)
      .type("application/json; charset=utf-8")
      .send(trust.text);
  });
}

function readTile({ opened: { published } }: LedgerNode, path: string): Uint8Array | null {
  const name = parseTilePath(path);
  if (name === null) return null;
  const { level, n, width } = name;
  return level === "entries" ? published.entryBundle(n, width) : published.tile(level, n, width);
}

/** A log that is behind its signer shows nothing until the rest is back. */
function unpublished(reply: FastifyReply, node: LedgerNode): FastifyReply {
  const error = node.trouble;
  return sendRefusal(reply, error === null ? noAddress("/log/checkpoint") : { status: 503, error });
}
