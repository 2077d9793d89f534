import type { FastifyInstance } from "fastify";
import { sendRefusal } from "./replies.js";
import type { Service } from "./service.js";

/** `/health` for who balances load, `/metrics` for who watches. */
export function addStatusRoutes(app: FastifyInstance, { node, metrics }: Service): void {
  app.get("/health", (_, reply) => {
    const error = node.trouble;
    if (error !== null) return sendRefusal(reply, { status: 503, error });
    return reply.header("cache-control", "no-store").send({ status: "ok" });
  });
  app.get("/metrics", async (_, reply) => {
    return reply
      .header("cache-control", "no-store")
      .type(metrics.contentType)
      .send(await metrics.text());
  });
}
