import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A place other than that of `fetch`: every address of 127/8 is this machine. */
export const elsewhere = "127.0.0.3";

export type Raw = {
  readonly socket: Socket;
  /** Everything that has come so far. */
  readonly text: () => string;
  /** What had come once the other side ended or broke the connection. */
  readonly ended: Promise<string>;
};

/** A connection on which bytes are sent as they stand, which no client library has made tidy. */
export async function dial(address: string, from = "127.0.0.2"): Promise<Raw> {
  const { hostname, port } = new URL(address);
  const socket = connect({ host: hostname, port: Number(port), localAddress: from });
  let text = "";
  socket.setEncoding("latin1").on("data", (data) => {
    text += data;
  });
  // A reset is one of the ways in which a connection ends.
  socket.on("error", () => null);
  const ended = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  await Promise.race([once(socket, "connect"), ended]);
  return { socket, text: () => text, ended };
}

/** The whole answer to bytes after which the other side closes. */
export async function tell(address: string, bytes: string | Uint8Array): Promise<string> {
  const { socket, ended } = await dial(address);
  socket.write(bytes);
  return ended;
}

/** A request by HTTP/1.1 that asks for the connection to be closed after it. */
export function head(method: string, path: string, headers: Record<string, string> = {}): string {
  const all = { host: "x", connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n");
}

export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);

/** The JSON of an answer's body. */
export const jsonOf = (answer: string): { code: string } =>
  JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4));

/** Asks until the answer is as wanted: what another connection causes is on its way. */
export async function until<T>(
  ask: () => T | Promise<T>,
  wanted: (answer: T) => boolean,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((next) => setImmediate(next));
  }
}
