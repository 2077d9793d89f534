import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serverLimits as limits } from "./limits.js";
import type { Metrics } from "./metrics.js";

/** One line and one measurement an answer; what is asked every moment is for a close look only. */
export function observe(app: FastifyInstance, metrics: Metrics): void {
  const refusals = new RefusalLines(app.log);
  app.addHook("onResponse", async (request: FastifyRequest, reply: FastifyReply) => {
    const { method, ip } = request;
    const { statusCode: status, elapsedTime: ms } = reply;
    const route = request.routeOptions.url ?? "none";
    metrics.answered(method, route, status, ms / 1000);
    if (status >= 400 && !refusals.hasRoom()) return;
    // Which handle somebody looked up is personal data: beside an address it would tie a person's
    // handles to one another.
    const isPersonal = [route, request.url].some(isOfDirectory) || route.includes(":handle");
    const shown = isPersonal ? route : request.url;
    const path = shown.split("?")[0]?.slice(0, limits.paramLength);
    request.log[status < 400 ? "debug" : "info"]({ method, path, status, ms, ip }, "answered");
  });
}

/** The route, since an address may be written in many ways; the address, since it may have no route. */
const isOfDirectory = (path: string): boolean => path.startsWith("/api/v1/directory/");

/** Whoever asks for what is not there must not fill the disk with lines about it. */
class RefusalLines {
  readonly #log: FastifyBaseLogger;
  #written = 0;
  #passedOver = 0;

  constructor(log: FastifyBaseLogger) {
    this.#log = log;
  }

  hasRoom(): boolean {
    if (this.#written === 0) setTimeout(() => this.#begin(), 1000).unref();
    if (this.#written === limits.refusalLines) {
      this.#passedOver++;
      return false;
    }
    this.#written++;
    return true;
  }

  #begin(): void {
    const { refusalLines: shown } = limits;
    if (this.#passedOver > 0) {
      this.#log.warn({ shown, passedOver: this.#passedOver }, "more requests were refused");
    }
    this.#written = 0;
    this.#passedOver = 0;
  }
}
