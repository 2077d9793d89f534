import type { FastifyInstance } from "fastify";
import { Intake, placeOf } from "./intake.js";
import { serverLimits as limits } from "./limits.js";
import { Turnstile } from "./turnstile.js";

/** Requests come in turns by place, and answers that nobody reads do not fill the memory. */
export function meter(app: FastifyInstance): void {
  const turnstile = new Turnstile();
  const unread = new Intake({ bytes: limits.unreadBytes, placeShare: limits.unreadShare });
  app.addHook("onRequest", (request, reply, done) => {
    turnstile.enter(placeOf(request.ip), () => {
      // Who went away meanwhile is not worth the work.
      if (!reply.raw.destroyed) done();
    });
  });
  app.addHook("onSend", (request, reply, payload: unknown, done) => {
    const bytes = lengthOf(payload);
    if (bytes > limits.answerBytes && !reply.raw.destroyed) {
      reply.raw.once("close", unread.take(request.ip, bytes).release);
    }
    done(null, payload);
  });
}

/** In bytes, near enough: text of ours is mostly ASCII. */
function lengthOf(payload: unknown): number {
  if (typeof payload === "string") return payload.length;
  return payload instanceof Uint8Array ? payload.length : 0;
}
