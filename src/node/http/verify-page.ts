import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { toHex } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import { noAddress } from "./not-found.js";
import { sendRefusal } from "./replies.js";

/** From the sources and from the build alike, the package's root lies three folders up. */
const file = fileURLToPath(new URL("../../../dist/portal/verify.html", import.meta.url));

type Verifier = { readonly bytes: Uint8Array; readonly policy: string; readonly etag: string };

/** The verifier: one file that asks for nothing, shown here or kept (`?download`). */
export function addVerifyPage(app: FastifyInstance): void {
  const verifier = readVerifier();
  app.get<{ Querystring: { download?: string } }>("/verify", ({ url, query, headers }, reply) => {
    if (verifier === null) return sendRefusal(reply, noAddress(url));
    const { bytes, policy, etag } = verifier;
    reply.header("content-security-policy", policy).header("cache-control", "no-cache");
    if (query.download !== undefined) {
      reply.header("content-disposition", 'attachment; filename="counterfoil-verify.html"');
    } else {
      reply.header("etag", etag);
      if (headers["if-none-match"] === etag) return reply.code(304).send();
    }
    return reply.type("text/html; charset=utf-8").send(bytes);
  });
}

/** Null before the portal is built. */
function readVerifier(): Verifier | null {
  if (!existsSync(file)) return null;
  const bytes = new Uint8Array(readFileSync(file));
  const [, own = ""] =
    /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(
      new TextDecoder().decode(bytes),
    ) ?? [];
  return {
    bytes,
    // The file's own policy, and what only a header can say.
    policy: `${own}; frame-ancestors 'none'`,
    etag: `"${toHex(sha256(bytes)).slice(0, 32)}"`,
  };
}
