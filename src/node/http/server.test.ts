import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { concatBytes } from "../../base/bytes.js";
import { toHex } from "../../base/text.js";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { leafHash, nodeHash } from "../../crypto/hash.js";
import { parseNote } from "../../crypto/note.js";
import { judgeCheckpoint, parseTrustFile } from "../../crypto/trust.js";
import { tilePath } from "../../storage/tiles/tile-path.js";

let served: Served;
beforeAll(async () => {
  served = await Served.start();
  const envelopes = Array.from({ length: 120 }, (_, n) => served.registration(n + 1));
  await Promise.all(envelopes.map((bytes) => served.node.submit(bytes)));
});

const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer());

/** The answer's bytes to exactly these, which no client library has made tidy. */
function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(served.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    let text = "";
    socket.setEncoding("latin1").on("data", (data) => {
      text += data;
    });
    socket.on("end", () => resolve(text)).on("error", reject);
  });
}

describe("the log as tlog-tiles", () => {
  it("serves a checkpoint that a quorum stands behind, and lets nobody keep it", async () => {
    const answer = await served.get("/log/checkpoint");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=2");
    const note = await answer.text();
    const trust = parseTrustFile(await (await served.get("/trust.json")).text());
    expect(judgeCheckpoint(note, trust).signedBy).toEqual(["registry", "treasury"]);
  });

  it("serves the entries and the hashes of all of them", async () => {
    const note = await (await served.get("/log/checkpoint")).text();
    const { size, root } = parseCheckpoint(parseNote(note).text);
    expect(size).toBeGreaterThan(512);
    const hashes: Uint8Array[] = [];
    for (let n = 0; n * 256 < size; n++) {
      const width = Math.min(256, size - n * 256);
      const bundle = await served.get(`/log/tile/${tilePath("entries", n, width)}`);
      const tile = await served.get(`/log/tile/${tilePath(0, n, width)}`);
      for (const { headers } of [bundle, tile]) {
        expect(headers.get("content-type")).toBe("application/octet-stream");
        expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      }
      const leaves = leavesOf(await bytesOf(bundle));
      expect(leaves).toHaveLength(width);
      expect(toHex(await bytesOf(tile))).toBe(toHex(concatBytes(...leaves.map(leafHash))));
      hashes.push(...leaves.map(leafHash));
    }
    expect(toHex(rootOfAll(hashes))).toBe(toHex(root));
    const full = Math.floor(size / 256);
    const above = await bytesOf(await served.get(`/log/tile/${tilePath(1, 0, full)}`));
    const subtrees = Array.from({ length: full }, (_, n) =>
      rootOfAll(hashes.slice(n * 256, (n + 1) * 256)),
    );
    expect(toHex(above)).toBe(toHex(concatBytes(...subtrees)));
  });

  it.each([
    "/log/tile/0/000.p/256",
    "/log/tile/0/000.p/0",
    "/log/tile/0/0",
    "/log/tile/00/000",
    "/log/tile/64/000",
    "/log/tile/0/x000/001",
    "/log/tile/0/999",
    "/log/tile/entries/999",
    "/log/tile/entries/000.p/0255",
    "/log/tile/entries/%30%30%30",
    "/log/tile/0/000?x=1",
    "/log/tile/0/000/",
    "/log/tile/",
    "/log/tile/..%2f..%2fpackage.json",
  ])("has no %s", async (path) => {
    const answer = await served.get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it.each(["/log/tile/../../config.json", "/assets/../../package.json", "/../etc/passwd"])(
    "has no %s, sent as it stands",
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    },
  );
});

function leavesOf(bundle: Uint8Array): Uint8Array[] {
  const leaves: Uint8Array[] = [];
  for (let at = 0; at < bundle.length; ) {
    const length = new DataView(bundle.buffer, bundle.byteOffset).getUint16(at);
    leaves.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return leaves;
}

/** RFC 9162 §2.1.1, as it stands there. */
function rootOfAll(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (hashes.length === 1 && only !== undefined) return only;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(rootOfAll(hashes.slice(0, k)), rootOfAll(hashes.slice(k)));
}

describe("every answer", () => {
  it.each([
    "/",
    "/nothing",
    "/log/checkpoint",
    "/trust.json",
    "/health",
    "/metrics",
    "/api/v1/network",
    "/api/v1/nothing",
    "/api/v1/land/parcels/%ff",
    "/api/docs/",
    "/assets/mark.svg",
  ])("bears the security headers: %s", async (path) => {
    const { headers } = await served.get(path);
    const policy = headers.get("content-security-policy");
    expect(policy).toMatch(/^default-src 'none'; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-powered-by")).toBeNull();
  });
});

describe("pages", () => {
  it("shows the first page from the published log", async () => {
    const page = await (await served.get("/")).text();
    const { size } = served.node.opened.published;
    expect(page).toContain("Public ledger of Nova Arvenia");
    expect(page).toContain(`${new Intl.NumberFormat("en-GB").format(size)} facts`);
    expect(page).toContain("All signing keys are on one machine");
    expect(page).toContain(`land/`);
    expect(page).toContain(`receipt land/`);
  });

  it("tells people in words that an address leads nowhere, and programs in JSON", async () => {
    const page = await served.get("/<script>", { accept: "text/html" });
    expect(page.status).toBe(404);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).not.toContain("<script>");
    expect(await (await served.get("/nothing")).json()).toMatchObject({ code: "API_ADDRESS" });
  });

  it("serves what the pages ask for, and tells when it has not changed", async () => {
    const mark = await served.get("/assets/mark.svg");
    expect(mark.headers.get("content-type")).toBe("image/svg+xml");
    const etag = mark.headers.get("etag") ?? "";
    expect((await served.get("/assets/mark.svg", { "if-none-match": etag })).status).toBe(304);
    expect((await served.get("/assets/none.svg")).status).toBe(404);
  });
});

describe("for who operates it", () => {
  it("is healthy while it accepts transactions", async () => {
    const answer = await served.get("/health");
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok" });
  });

  it("measures", async () => {
    await served.client.submit(
      { wait: "sealed" },
      { type: "application/cose", bytes: served.registration(200) },
    );
    const text = await (await served.get("/metrics")).text();
    const { size, height } = served.node.opened.published;
    expect(text).toContain(`counterfoil_log_size ${size}\n`);
    expect(text).toContain(`counterfoil_log_height ${height}\n`);
    expect(text).toContain('counterfoil_transactions_total{code="ok"} 1\n');
    expect(text).toContain("counterfoil_intake_bytes 0\n");
    expect(text).toMatch(/http_request_seconds_count\{.*route="\/api\/v1\/transactions",.*\} 1\n/);
    expect(text).not.toContain("%ff");
  });

  it("logs addresses as text that no terminal obeys", async () => {
    await raw("GET /\u001b[31mred HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    await served.get("/%1b%5b31mred");
    expect(served.log.length).toBeGreaterThan(0);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(served.log.join("")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it("gives bodies as they are, whatever compression is asked for", async () => {
    const answer = await served.get("/trust.json", { "accept-encoding": "gzip" });
    const bytes = await bytesOf(answer);
    expect(() => gunzipSync(bytes)).toThrow();
  });
});

describe("limits", () => {
  it.each([
    [
      "longer headers than 16 KiB",
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${"x".repeat(17_000)}\r\n\r\n`,
      431,
    ],
    ["what is no HTTP", "hello\r\n\r\n", 400],
    [
      "two lengths",
      "POST /api/v1/transactions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
      400,
    ],
    [
      "a length beside chunks",
      "POST /api/v1/transactions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
  ])("refuses %s", async (_, request, status) => {
    expect(await raw(request)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });
});
