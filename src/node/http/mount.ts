import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from "fastify";
import type { z } from "zod";
import { parameterError } from "../../api/errors.js";
import type { Answer, Input, Route } from "../../api/route.js";
import { RETRY_AFTER } from "./status.js";

/** What a handler answers: the status and body of one of its route's answers. */
export type Handler<R extends Route> = (
  input: Input<R>,
  request: FastifyRequest,
) => Answer<R> | Promise<Answer<R>>;

export const ok = <Body>(body: Body) => ({ status: 200, body }) as const;

/** Puts a route's handler on its address: parameters are decoded by the route's own schemas. */
export function mount<R extends Route>(
  app: FastifyInstance,
  route: R,
  handle: Handler<R>,
  options: {
    readonly bodyLimit?: number;
    readonly onRequest?: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  } = {},
): void {
  const handler: RouteHandlerMethod = async (request, reply) => {
    const params = decode<R["params"]>(route.params, request.params);
    const query = decode<R["query"]>(route.query, request.query);
    const { status, body } = await handle({ params, query }, request);
    if (status === 429) reply.header("retry-after", RETRY_AFTER);
    const type = route.answers[status]?.type ?? "application/json";
    return reply.code(status).header("cache-control", "no-store").type(type).send(body);
  };
  const url = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
  app.route({ method: route.method, url, handler, ...options });
}

/** @throws API_PARAMETER */
export function decode<Schema extends z.ZodObject>(
  schema: z.ZodObject,
  given: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse({ ...Object(given) });
  if (!parsed.success) throw parameterError(parsed.error);
  return parsed.data as z.output<Schema>;
}
