import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";
import { placeOf } from "./intake.js";
import { serverLimits as limits, type Patience } from "./limits.js";

/**
 * Node's HTTP server with all of its limits set, which lets no place take every connection and no
 * connection send requests without end.
 * @param behindProxy connections come from a proxy, which bounds its own clients
 */
export function createListener(
  handler: RequestListener,
  { behindProxy, patience }: { readonly behindProxy: boolean; readonly patience: Patience },
): Server {
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: patience.keepAliveMs,
    connectionsCheckingInterval: patience.checkMs,
  };
  const connections = new Connections(behindProxy);
  const server = createServer(options, (request, response) => {
    if (connections.begin(request, response)) handler(request, response);
  });
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headers;
  server.setTimeout(patience.silenceMs);
  server.on("connection", (socket) => connections.admit(socket));
  return server;
}

/** Connections by the place that they come from, and what is unanswered on each. */
class Connections {
  readonly #behindProxy: boolean;
  readonly #counts = new Map<string, number>();
  readonly #barred = new Set<string>();
  readonly #unanswered = new WeakMap<Socket, Set<ServerResponse>>();

  constructor(behindProxy: boolean) {
    this.#behindProxy = behindProxy;
  }

  admit(socket: Socket): void {
    const place = placeOf(socket.remoteAddress ?? "");
    if (!this.#hasRoom(place)) {
      socket.destroy();
      return;
    }
    this.#count(place, 1);
    const unanswered = new Set<ServerResponse>();
    this.#unanswered.set(socket, unanswered);
    socket.once("close", () => {
      this.#count(place, -1);
      // Node tells the first of them alone, and what the others hold would never be given back.
      for (const response of unanswered) response.destroy().emit("close");
    });
  }

  /** False where the connection has too many already, and is closed. */
  begin({ socket }: IncomingMessage, response: ServerResponse): boolean {
    // What was read together with the request that was one too many still comes.
    const unanswered = socket.destroyed ? undefined : this.#unanswered.get(socket);
    if (unanswered === undefined) return false;
    if (unanswered.size >= limits.requestsOfConnection) {
      this.#bar(placeOf(socket.remoteAddress ?? ""));
      socket.destroy();
      return false;
    }
    unanswered.add(response);
    response.once("close", () => unanswered.delete(response));
    return true;
  }

  #hasRoom(place: string): boolean {
    if (this.#behindProxy) return true;
    return (this.#counts.get(place) ?? 0) < limits.connectionsOfPlace && !this.#barred.has(place);
  }

  /** Each new connection brings as many requests as fit into one reading, however soon it is closed. */
  #bar(place: string): void {
    this.#barred.add(place);
    setTimeout(() => this.#barred.delete(place), limits.barMs).unref();
  }

  #count(place: string, change: 1 | -1): void {
    const count = (this.#counts.get(place) ?? 0) + change;
    if (count === 0) this.#counts.delete(place);
    else this.#counts.set(place, count);
  }
}
