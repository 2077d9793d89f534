import { createServer, type Server, type Socket } from "node:net";
import type { Request, Response } from "cosmjs-types/tendermint/abci/types";
import { encodeResponse, FrameReader } from "./frames.js";

/** What the application answers; a rejection is a fault, after which nobody is answered any more. */
export type Answer = (request: Request) => Promise<Partial<Response>>;

/**
 * ABCI over a socket: CometBFT opens four connections (consensus, mempool, query, snapshot) and takes
 * a response that is out of order, or none, for a broken application.
 */
export class AbciServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #answer: Answer;
  readonly #onFault: (error: unknown) => void;

  constructor(answer: Answer, onFault: (error: unknown) => void) {
    this.#answer = answer;
    this.#onFault = onFault;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** @param path of a Unix socket: nobody from outside may speak to it */
  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(path, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
  }

  /** Resolves once no CometBFT is connected. */
  async left(): Promise<void> {
    for (const socket of this.#sockets) {
      await new Promise((resolve) => socket.once("close", resolve));
    }
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #serve(socket: Socket): void {
    const frames = new FrameReader();
    const turn = new Turn(socket, this.#answer);
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    // A connection that breaks is CometBFT's affair: it comes again, or has stopped.
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      try {
        for (const request of frames.push(chunk)) turn.take(request).catch(this.#fail);
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  readonly #fail = (error: unknown): void => {
    for (const socket of this.#sockets) socket.destroy();
    this.#onFault(error);
  };
}

/** One connection: answered in the order of asking. */
class Turn {
  readonly #socket: Socket;
  readonly #answer: Answer;
  #last: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket, answer: Answer) {
    this.#socket = socket;
    this.#answer = answer;
  }

  take(request: Request): Promise<void> {
    const before = this.#last;
    // Checks wait for signatures on other threads, many at once; everything else waits its turn.
    const answer =
      request.checkTx === undefined
        ? before.then(() => this.#answer(request))
        : this.#answer(request);
    const written = Promise.all([answer, before]).then(([response]) => {
      this.#socket.write(encodeResponse(response));
    });
    this.#last = written;
    return written;
  }
}
