import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../served.js";
import { dial, head, jsonOf, statusOf, tell } from "./raw.js";

let served: Served;
beforeAll(async () => {
  served = await Served.start();
  await served.node.submit(served.registration(1));
});

const POST = "/api/v1/transactions";
const cose = { "content-type": "application/cose" };
const json = { "content-type": "application/json" };
const sized = (body: string, more: Record<string, string> = json) =>
  head("POST", "/api/v1/directory/enrolments", {
    ...more,
    "content-length": String(Buffer.byteLength(body)),
  }) + body;

describe("headers", () => {
  it.each<[string, string, number]>([
    ["a long one", head("GET", "/health", { x: "y".repeat(20_000) }), 431],
    [
      "many short ones",
      head(
        "GET",
        "/health",
        Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`h${i}`, "1"])),
      ),
      431,
    ],
    ["a long address", head("GET", `/${"x".repeat(20_000)}`), 431],
    [
      "a name with a control character",
      "GET /health HTTP/1.1\r\nhost: x\r\na\u0001b: c\r\n\r\n",
      400,
    ],
    ["a value with NUL", "GET /health HTTP/1.1\r\nhost: x\r\na: b\u0000c\r\n\r\n", 400],
    ["no host", "GET /health HTTP/1.1\r\nconnection: close\r\n\r\n", 400],
    ["a line of its own for a space", "GET /health HTTP/1.1\r\nhost : x\r\n\r\n", 400],
    ["another protocol", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  ])("%s is refused with a code and no echo", async (_, bytes, status) => {
    const answer = await tell(served.address, bytes);
    expect(statusOf(answer)).toBe(status);
    if (answer.includes("content-type: application/json")) {
      expect(jsonOf(answer).code).toBe("API_REQUEST");
      expect(answer).toContain("content-security-policy: default-src 'none'");
    }
    expect(answer).not.toContain("yyyy");
  });

  it.each(["evil.example", "evil.example:80", "<script>", "127.0.0.1@evil.example"])(
    "a host of %s changes nothing in the answer",
    async (host) => {
      for (const path of ["/", "/land/parcels/p0001", "/nothing"]) {
        const answer = await tell(served.address, head("GET", path, { host }));
        expect(answer.includes(host)).toBe(false);
      }
    },
  );

  it("no page of another origin is told anything that it may read", async () => {
    for (const origin of ["https://evil.example", "null"]) {
      for (const method of ["GET", "OPTIONS"]) {
        const answer = await tell(
          served.address,
          head(method, "/api/v1/network", { origin, "access-control-request-method": "POST" }),
        );
        expect(answer).not.toMatch(/access-control-allow/i);
        expect(answer).toContain("cross-origin-resource-policy: same-origin");
      }
    }
  });

  it.each(["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
    "%s does nothing",
    async (method) => {
      const answer = await tell(served.address, head(method, POST));
      expect([400, 404, 405, 415]).toContain(statusOf(answer));
    },
  );
});

describe("bodies", () => {
  it("longer than they may be are refused before they are read", async () => {
    for (const path of [POST, "/api/v1/drafts", "/api/v1/directory/enrolments"]) {
      const type = path.endsWith("enrolments") ? json : cose;
      const { socket, ended } = await dial(served.address);
      socket.write(head("POST", path, { ...type, "content-length": String(2 ** 40) }));
      expect(statusOf(await ended)).toBe(413);
    }
  });

  it("of no announced length are cut off at the same", async () => {
    const { socket, ended } = await dial(served.address);
    socket.write(head("POST", POST, { ...cose, "transfer-encoding": "chunked" }));
    const chunk = `${(65_536).toString(16)}\r\n${"x".repeat(65_536)}\r\n`;
    let sent = 0;
    const gone = ended.then(() => true);
    while (!(await Promise.race([gone, send()]))) sent += 65_536;
    expect(statusOf(await ended)).toBe(413);
    expect(sent).toBeLessThan(32 * 1024 * 1024);

    async function send(): Promise<boolean> {
      return new Promise((resolve) => {
        socket.write(chunk, () => setImmediate(() => resolve(socket.destroyed)));
      });
    }
  });

  it.each([
    ["text/plain", "x"],
    ["text/html", "<script>"],
    ["application/json", "{}"],
    ["application/cose; charset=utf-8, text/html", "x"],
    ["multipart/form-data; boundary=x", "--x--"],
    ["application/x-www-form-urlencoded", "a=b"],
    ["", "x"],
  ])("of type %j are no envelopes", async (type, body) => {
    const length = String(Buffer.byteLength(body));
    const more = { "content-type": type, "content-length": length };
    const answer = await tell(served.address, head("POST", POST, more) + body);
    expect([415, 422]).toContain(statusOf(answer));
    expect(answer).not.toContain("<script>");
  });

  it.each([
    '{"__proto__":{"isAdmin":true}}',
    '{"constructor":{"prototype":{"isAdmin":true}}}',
    '{"envelope":"00","openings":[{"__proto__":{"isAdmin":true}}]}',
    `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
    `${'{"a":'.repeat(8000)}1${"}".repeat(8000)}`,
    `{"envelope":"${"0".repeat(60_000)}","openings":[]}`,
    `{"envelope":"00","openings":[${'{"salt":"00"},'.repeat(4000)}{}]}`,
    "{",
    "null",
    '"\\ud800"',
  ])("of JSON like %.40j change nothing and are refused", async (body) => {
    const answer = await tell(served.address, sized(body));
    expect([400, 413, 422, 503]).toContain(statusOf(answer));
    expect(({} as Record<string, unknown>)["isAdmin"]).toBeUndefined();
    expect(answer.length).toBeLessThan(2000);
  });

  it("under a GET are passed over", async () => {
    const more = { "content-length": "5", "content-type": "application/json" };
    const answer = await tell(served.address, `${head("GET", "/health", more)}{"a":`);
    expect(statusOf(answer)).toBe(200);
  });
});

describe("answers", () => {
  const tricks = [
    "<img src=x onerror=alert(1)>",
    "' OR 1=1 --",
    '"><svg onload=1>',
    "\u202e",
    "{{7*7}}",
  ];

  it.each(tricks)("bear %j back as text only", async (trick) => {
    const text = encodeURIComponent(trick);
    for (const path of [
      `/search?q=${text}`,
      `/land/parcels/${text}`,
      `/explorer/facts/${text}`,
      `/land?street=${text}`,
      `/${text}`,
    ]) {
      const page = await served.get(path, { accept: "text/html" });
      expect(page.status).toBeLessThan(500);
      expect(page.headers.get("content-type")).toMatch(/^text\/html; charset=utf-8/);
      if (trick.includes("<")) expect(await page.text()).not.toContain(trick);
    }
    for (const path of [
      `/api/v1/search?q=${text}`,
      `/api/v1/receipts?key=${text}`,
      `/api/v1/${text}`,
    ]) {
      const answer = await served.get(path);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it("split no header by what stands in an address", async () => {
    const answer = await tell(
      served.address,
      head("GET", "/verify?download=%0d%0aset-cookie:%20a=b"),
    );
    expect(answer).not.toMatch(/set-cookie/i);
    const redirect = await tell(served.address, head("GET", "/%0d%0aset-cookie:a=b"));
    expect(redirect.split("\r\n\r\n")[0]).not.toMatch(/set-cookie/i);
  });
});
