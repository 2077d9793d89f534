import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { apiLimits } from "../../src/api/values.js";
import { concatBytes } from "../../src/base/bytes.js";
import type { MemorySigner } from "../../src/crypto/signer.js";
import { readKeyFile, signerOf } from "../../src/node/key-file.js";
import { initData, type Node, startNode } from "../acceptance/counterfoil.js";
import { signedTransaction } from "../envelopes.js";
import { dismissal, networkOf } from "./dismissal.js";
import { elsewhere, head } from "./raw.js";

const flooder = fileURLToPath(new URL("./flooder.mjs", import.meta.url));
const CONNECTIONS = 500;
const ASKED = 12;
/**
 * What others wait at most while one place floods, ms. A machine with nothing else to do needs a tenth;
 * without turns they wait until the flood is over.
 */
const most = { median: 1000, longest: 10_000 };

/** Keeps sending from one address until the test is over. */
async function flood(node: Node, connections: number, bytes: string | Uint8Array): Promise<void> {
  const child = spawn(process.execPath, [flooder, node.address, String(connections)]);
  onTestFinished(() => void child.stdin.end());
  const body = Buffer.from(bytes as Uint8Array);
  child.stdin.write(Buffer.concat([Buffer.from(`${body.length}\n`), body]));
  await once(child.stdout, "data");
}

/** How long each of some requests from elsewhere takes, ms, one after the other on one connection. */
async function timesOf(ask: () => Promise<unknown>): Promise<{ median: number; longest: number }> {
  const times: number[] = [];
  for (let i = 0; i < ASKED; i++) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return { median: times[ASKED / 2] ?? 0, longest: times.at(-1) ?? 0 };
}

function asker(node: Node) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const { hostname, port } = new URL(node.address);
  return (path: string, body?: Uint8Array): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/cose" };
      const method = body === undefined ? "GET" : "POST";
      const options = { hostname, port, path, agent, method, localAddress: elsewhere };
      const sent = request(body === undefined ? options : { ...options, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on("error", reject).end(body);
    });
}

const expectShare = (times: { median: number; longest: number }) => {
  console.log(
    `others: median ${times.median.toFixed(0)} ms, longest ${times.longest.toFixed(0)} ms`,
  );
  expect(times.median).toBeLessThan(most.median);
  expect(times.longest).toBeLessThan(most.longest);
};

it.each([
  ["pages", "/land", CONNECTIONS],
  ["a list of the interface", "/api/v1/blocks?limit=500", CONNECTIONS],
  ["nothing that is there", "/nothing", CONNECTIONS],
  ["pages on one connection", "/explorer", 1],
])(
  "while one address asks for %s without end, others are answered",
  async (_, path, connections) => {
    const node = await startNode(await initData());
    const ask = asker(node);
    await flood(node, connections, head("GET", path).replace("close", "keep-alive"));
    expectShare(
      await timesOf(async () => {
        expect((await ask("/health")).status).toBe(200);
      }),
    );
  },
);

/** Bodies that cost much to look at, and name nobody on the ledger. */
const bodies: Readonly<Record<string, (network: Uint8Array) => Uint8Array>> = {
  "two thousand signatures": (network) => repeated(signedBy(network, [strangerOf(0)]), 2000),
  "hundreds of envelopes of sixty signatures": (network) =>
    repeated(
      signedBy(
        network,
        Array.from({ length: 60 }, (_, i) => strangerOf(i)),
      ),
      300,
    ),
  "eight million nested arrays": () => new Uint8Array(apiLimits.sequenceBytes).fill(0x81),
  "one array of eight million numbers": () => {
    const bytes = new Uint8Array(apiLimits.sequenceBytes);
    bytes.set([0x9a, 0x00, 0x7f, 0xff, 0xfb]);
    return bytes;
  },
  "ten thousand items of a byte": () => new Uint8Array(apiLimits.sequenceCount),
};

/** P-256 costs the most to check of all that an envelope may bear. */
const strangerOf = (i: number) => signerOf("P-256", new Uint8Array(32).fill(i + 1));
const repeated = (bytes: Uint8Array, most: number): Uint8Array => {
  const count = Math.min(most, Math.floor(apiLimits.sequenceBytes / bytes.length));
  return concatBytes(...Array.from({ length: count }, () => bytes));
};

function signedBy(network: Uint8Array, signers: MemorySigner[]): Uint8Array {
  const body = { handle: "nobody", role: "registrar" };
  const validUntil = Date.now() + 3_600_000;
  const nonce = new Uint8Array(16);
  const type = "identity.dismiss";
  return signedTransaction({ network, type, body, signers, validUntil, nonce }).bytes;
}

it.each(Object.keys(bodies))(
  "while one address sends %s without end, others' transactions are sealed",
  async (name) => {
    const data = await initData();
    const node = await startNode(data);
    const ask = asker(node);
    const body = bodies[name]?.(networkOf(data)) ?? new Uint8Array(0);
    const post = head("POST", "/api/v1/transactions", {
      "content-type": "application/cbor-seq",
      "content-length": String(body.length),
      connection: "keep-alive",
    });
    await flood(node, 20, concatBytes(Buffer.from(post), body));
    const { signer } = readKeyFile(`${data}/keys/registry-registrar.key`);
    const envelopes: Uint8Array[] = [];
    for (let i = 0; i < ASKED; i++) envelopes.push(await dismissal(data, signer));
    expectShare(
      await timesOf(async () => {
        const { status, text } = await ask("/api/v1/transactions?wait=sealed", envelopes.pop());
        expect([status, text]).toEqual([200, expect.stringContaining('"sealed":true')]);
      }),
    );
  },
);

it("while one key sends transactions without end, others' are sealed", async () => {
  const data = await initData();
  const node = await startNode(data);
  const ask = asker(node);
  const keyOf = (role: string) => readKeyFile(`${data}/keys/registry-${role}.key`).signer;
  const sender = keyOf("registrar");
  const many: Uint8Array[] = [];
  for (let i = 0; i < 3000; i++) many.push(await dismissal(data, sender));
  const body = concatBytes(...many);
  const sent = fetch(`${node.address}/api/v1/transactions?wait=sealed`, {
    method: "POST",
    headers: { "content-type": "application/cbor-seq" },
    body: Buffer.from(body),
  });
  const envelopes: Uint8Array[] = [];
  for (let i = 0; i < ASKED; i++) envelopes.push(await dismissal(data, keyOf("administrator")));
  expectShare(
    await timesOf(async () => {
      const answer = await ask("/api/v1/transactions?wait=sealed", envelopes.pop());
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('"sealed":true')]);
    }),
  );
  expect((await sent).status).toBe(200);
});
