import { request } from "node:http";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { Served } from "../../../test/served.js";
import { concatBytes } from "../../base/bytes.js";
import { createServer } from "./server.js";

const post = (served: Served, body: Uint8Array, query = "") =>
  fetch(`${served.address}/api/v1/transactions${query}`, {
    method: "POST",
    headers: { "content-type": "application/cbor-seq" },
    body: Buffer.from(body),
  });

/** A body that is announced and begun, and goes on when it is told. */
function slowly(served: Served, body: Uint8Array) {
  const { hostname, port } = new URL(served.address);
  const headers = { "content-type": "application/cbor-seq", "content-length": body.length };
  const path = "/api/v1/transactions";
  const sending = request({ hostname, port, path, method: "POST", headers, agent: false });
  const status = new Promise<number>((resolve, reject) => {
    sending.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    sending.on("error", reject);
  });
  const begun = new Promise<void>((resolve) => {
    sending.write(body.subarray(0, 1), () => resolve());
  });
  return { begun, status, finish: () => sending.end(body.subarray(1)) };
}

/** Asks until the answer is as wanted: another connection's request is on its way. */
async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await new Promise((next) => setImmediate(next));
  }
}

const intakeBytes = async (served: Served) =>
  Number(
    /^counterfoil_intake_bytes (\d+)$/m.exec(await (await served.get("/metrics")).text())?.[1],
  );

describe("under pressure", () => {
  it("refuses what one place has too much of in flight, and takes it later", async () => {
    const served = await Served.start({ intake: { bytes: 100_000, placeShare: 100 } });
    const bytes = served.registration(1);
    const first = slowly(served, concatBytes(bytes, new Uint8Array(2000).fill(0x1c)));
    await first.begun;
    await until(
      () => intakeBytes(served),
      (taken) => taken > 0,
    );
    const refused = await post(served, served.registration(2));
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ code: "API_BUSY" });
    first.finish();
    expect(await first.status).toBe(202);
    const taken = await until(
      () => post(served, served.registration(3)),
      ({ status }) => status !== 429,
    );
    expect(taken.status).toBe(202);
  });

  it.each([
    ["127.0.0.1", "203.0.113.9"],
    ["10.0.0.0/8, 127.0.0.0/8", "203.0.113.9"],
    ["10.0.0.1", "127.0.0.1"],
    [undefined, "127.0.0.1"],
  ])("behind %s takes the sender for %s", async (trustProxy, ip) => {
    const served = await Served.start(trustProxy === undefined ? {} : { trustProxy });
    await served.get("/nothing", { "x-forwarded-for": "198.51.100.1, 203.0.113.9" });
    const line = await until(
      async () => served.log.find((entry) => entry.includes("/nothing")),
      (entry) => entry !== undefined,
    );
    expect(JSON.parse(line ?? "")).toMatchObject({ ip });
  });

  it("refuses proxies that are no addresses", async () => {
    const { node } = await Served.start();
    const logger = pino({ enabled: false });
    const options = { port: 0, host: "127.0.0.1", logger, trustProxy: "proxy.example" };
    await expect(createServer(node, options)).rejects.toMatchObject({ code: "PROXY_ADDRESS" });
  });

  it("forgets a sender who went away", async () => {
    const served = await Served.start();
    const { hostname, port } = new URL(served.address);
    const headers = { "content-type": "application/cose", "content-length": 1000 };
    const gone = request({ hostname, port, path: "/api/v1/transactions", method: "POST", headers });
    gone.on("error", () => null);
    gone.write("x");
    await until(
      () => intakeBytes(served),
      (taken) => taken === 1000,
    );
    gone.destroy();
    await until(
      () => intakeBytes(served),
      (taken) => taken === 0,
    );
    expect((await post(served, served.registration(1))).status).toBe(202);
  });

  it("answers a full queue with 429, and with what became of each", async () => {
    const mempool = { transactions: 4, bytes: 1_000_000 };
    const served = await Served.start({ solo: { mempool, gatherMs: 200 } });
    const envelopes = [1, 2, 3].map((n) => served.registration(n));
    const answer = await post(served, concatBytes(...envelopes), "?wait=sealed");
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(await answer.json()).toMatchObject({
      code: "ENGINE_SENDER_FULL",
      results: [
        { code: "ok", sealed: true },
        { code: "ok", sealed: true },
        { code: "ENGINE_SENDER_FULL", sealed: false },
      ],
    });
    const again = await post(served, concatBytes(...envelopes), "?wait=sealed");
    expect(again.status).toBe(200);
  });
});

describe("a node that takes nothing", () => {
  it.each(["/health", "/", "/log/checkpoint", "/trust.json", "/api/v1/network"])(
    "says so at %s",
    async (path) => {
      const served = await Served.start({ kind: "replica" });
      const answer = await served.get(path);
      expect(answer.status).toBe(503);
      expect(await answer.text()).toContain("NODE_READ_ONLY");
    },
  );

  it("refuses envelopes before it reads them", async () => {
    const served = await Served.start({ kind: "replica" });
    const answer = await post(served, served.registration(1));
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "NODE_READ_ONLY" });
  });
});

describe("stopping", () => {
  it("answers what is in flight, and takes nothing new", async () => {
    const served = await Served.start({ solo: { gatherMs: 300 } });
    const inFlight = post(served, served.registration(1), "?wait=sealed");
    await until(
      async () => served.node.waiting.transactions,
      (waiting) => waiting === 1,
    );
    const closed = served.close();
    const answer = await inFlight;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ results: [{ code: "ok", sealed: true }] });
    const started = performance.now();
    await closed;
    // No connection is waited for that nobody asks anything on.
    expect(performance.now() - started).toBeLessThan(10_000);
    await expect(served.get("/health")).rejects.toThrow();
    expect(served.node.accepts).toBe(true);
  });
});
