import type { FastifyBaseLogger, FastifyInstance, FastifyReply } from "fastify";
import { apiError } from "../../api/errors.js";
import { fromBigint } from "../../api/json.js";
import type { ErrorBody } from "../../api/values.js";
import { type CounterfoilError, type Facts, isCoded } from "../../base/errors.js";
import { RETRY_AFTER, statusOf } from "./status.js";

export type Refusal = { readonly status: number; readonly error: CounterfoilError };

export function factsBody(facts: Facts): ErrorBody["facts"] {
  const entries = Object.entries(facts);
  return Object.fromEntries(
    entries.map(([name, fact]) => [name, typeof fact === "bigint" ? fromBigint(fact) : fact]),
  );
}

export function errorBodyOf(error: CounterfoilError): ErrorBody {
  const { code, message, facts, docsPath } = error;
  return { code, message, facts: factsBody(facts), docs: docsPath };
}

/**
 * What a caller may know of an error. An error that is not for callers tells them nothing and is
 * logged whole.
 */
export function refusalOf(error: unknown, log: FastifyBaseLogger): Refusal {
  const status = isCoded(error) ? statusOf(error) : null;
  if (isCoded(error) && status !== null) return { status, error };
  const known = fastifyRefusal(error);
  if (known !== null) return known;
  log.error(error, "a request failed");
  return { status: 500, error: apiError("INTERNAL") };
}

/** What Fastify itself refuses: bodies too long or of another type, addresses that do not decode. */
function fastifyRefusal(error: unknown): Refusal | null {
  if (!(error instanceof Error) || !("statusCode" in error)) return null;
  const { statusCode } = error;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode > 499) return null;
  if (statusCode === 413) return { status: 413, error: apiError("API_TOO_LARGE") };
  if (statusCode === 415) return { status: 415, error: apiError("API_MEDIA_TYPE") };
  return { status: statusCode, error: apiError("API_REQUEST") };
}

export function sendRefusal(reply: FastifyReply, { status, error }: Refusal): FastifyReply {
  if (status === 429) reply.header("retry-after", RETRY_AFTER);
  return reply.code(status).header("cache-control", "no-store").send(errorBodyOf(error));
}

/** Errors of every route as coded JSON. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendRefusal(reply, refusalOf(error, request.log)));
}
