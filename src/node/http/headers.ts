import type { FastifyInstance } from "fastify";

/** Directive → sources of a content security policy (CSP level 3). */
type Directives = Readonly<Record<string, string>>;

const page: Directives = {
  "default-src": "'none'",
  "style-src": "'self'",
  "font-src": "'self'",
  "img-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
};

const policyOf = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");

/** Of our own pages: nothing runs, nothing comes from elsewhere. */
const PAGE_POLICY = policyOf(page);

/**
 * Of a page with islands: our own programs run and ask this server alone. Sent by the page's route as
 * `content-security-policy`.
 * @param more what one of them needs besides, such as `{ "worker-src": "blob:" }`
 */
export function islandPolicy(more: Directives = {}): string {
  return policyOf({ ...page, "script-src": "'self'", "connect-src": "'self'", ...more });
}

/**
 * Of the API's documentation, whose program runs in the reader's browser and asks this server alone.
 * The hash is that of the one style attribute in it, which hides its drawings until they are used.
 */
export const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-hashes' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": PAGE_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** On every answer, errors too. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook("onRequest", async (_, reply) => {
    reply.headers(securityHeaders);
  });
}
