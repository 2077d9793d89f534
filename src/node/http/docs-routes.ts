import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import { openApi } from "../../api/openapi.js";
import { routes } from "../../api/routes.js";
import { DOCS_POLICY } from "./headers.js";

const VERSION = "1";

/** `/api/openapi.json` and a page to read and try it, which asks nobody but this server. */
export function addDocs(app: FastifyInstance): void {
  const document = openApi(routes, VERSION);
  const text = JSON.stringify(document);
  app.get("/api/openapi.json", (_, reply) => {
    return reply.header("cache-control", "public, max-age=60").type("application/json").send(text);
  });
  app.register(async (scope) => {
    scope.addHook("onRequest", async (_, reply) => {
      reply.header("content-security-policy", DOCS_POLICY);
    });
    await scope.register(swagger, { mode: "static", specification: { document: { ...document } } });
    await scope.register(swaggerUi, {
      routePrefix: "/api/docs",
      logLevel: "silent",
      uiConfig: { url: "/api/openapi.json", docExpansion: "list" },
      theme: { title: "Counterfoil API" },
    });
  });
}
