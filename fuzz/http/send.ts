import { type IncomingMessage, request } from "node:http";
import { toBase64Url } from "#src/base/text.js";
import { signReadRequest } from "#src/ledger/read-request.js";
import { fuzzError } from "../errors.js";
import { edSigner } from "../make/signers.js";
import { REGISTRAR } from "./known.js";
import { type Sent, TURNED } from "./request.js";
import type { Site } from "./site.js";

export type Answered = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Uint8Array;
};

/** Longer is a hang. */
const PATIENCE_MS = 10_000;

/** Sends it over a socket and reads the whole answer. @throws FUZZ_ANSWER for none */
export async function send(site: Site, sent: Sent): Promise<Answered> {
  const path = lineSafe(sent.path.startsWith("/") ? sent.path : `/${sent.path}`);
  const headers = Object.fromEntries(
    sent.headers.map(([name, value]) => [name, headerSafe(value)]),
  );
  if (sent.reader > 0 && headers["authorization"] === undefined) {
    headers["authorization"] = await authorization(site, path, sent.reader);
  }
  const { method, body } = sent;
  // Node's client would send a body with GET without its length, and it would be the next request.
  if (body !== null) headers["content-length"] = String(body.length);
  const { port, agent } = site;
  return new Promise((resolve, reject) => {
    const asking = request(
      { ...{ host: "127.0.0.1", port, agent, method, path, headers }, timeout: PATIENCE_MS },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const { statusCode: status = 0, headers: given } = response;
          resolve({ status, headers: given, body: new Uint8Array(Buffer.concat(parts)) });
        });
      },
    );
    asking.on("timeout", () => asking.destroy(fuzzError("FUZZ_ANSWER", { what: "none" })));
    asking.on("error", reject);
    asking.end(body ?? undefined);
  });
}

async function authorization(site: Site, path: string, reader: number): Promise<string> {
  const { network, logKey: node } = site;
  const asked = { network, node, path: path.split("?")[0] ?? "", time: site.now() };
  const number = reader < TURNED ? reader : REGISTRAR;
  const proof = await signReadRequest(asked, edSigner(1 + ((number + 249) % 250)));
  const at = (reader - TURNED) % proof.length;
  if (reader >= TURNED) proof[at] = (proof[at] ?? 0) ^ 1;
  return `Counterfoil ${toBase64Url(proof)}`;
}

/** What Node's client would not send stands percent-encoded. */
const lineSafe = (path: string): string =>
  path.replaceAll(/[^\x21-\x7e]/gu, (char) =>
    [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );

const headerSafe = (value: string): string => value.replaceAll(/[^\t\x20-\x7e]/g, "?");
