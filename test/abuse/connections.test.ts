import { describe, expect, it } from "vitest";
import { patienceDefaults, serverLimits } from "../../src/node/http/limits.js";
import { Served } from "../served.js";
import { dial, elsewhere, head, jsonOf, type Raw, statusOf, until } from "./raw.js";

const patience = {
  ...patienceDefaults,
  headersMs: 200,
  requestMs: 400,
  silenceMs: 600,
  checkMs: 50,
};
const many = <T>(count: number, make: () => Promise<T>) =>
  Promise.all(Array.from({ length: count }, make));
const hangUp = (connections: readonly Raw[]) => {
  for (const { socket } of connections) socket.destroy();
  return Promise.all(connections.map(({ ended }) => ended));
};

const post = (headers: Record<string, string>) =>
  head("POST", "/api/v1/transactions?wait=sealed", {
    "content-type": "application/cose",
    ...headers,
  });

/** The status that somebody elsewhere is answered with meanwhile. */
async function elsewhereGets(served: Served, path = "/health"): Promise<number> {
  const { socket, ended } = await dial(served.address, elsewhere);
  socket.write(head("GET", path));
  return statusOf(await ended);
}

const intakeOf = async (served: Served) =>
  Number(
    /^counterfoil_intake_bytes (\d+)$/m.exec(await (await served.get("/metrics")).text())?.[1],
  );

describe("slow clients", () => {
  it.each([
    ["a head that never ends", "GET /health HTTP/1.1\r\nhost: x\r\n"],
    ["a head of one byte", "G"],
    ["a body that never ends", post({ "content-length": "99" })],
    ["chunks that never end", `${post({ "transfer-encoding": "chunked" })}5\r\nab`],
  ])("are told so after %s", async (_, bytes) => {
    const served = await Served.start({ patience });
    const { socket, ended } = await dial(served.address);
    socket.write(bytes);
    const answer = await ended;
    expect(statusOf(answer)).toBe(408);
    expect(jsonOf(answer).code).toBe("API_SLOW");
  });

  it("that drip a byte at a time get no more time for it", async () => {
    const served = await Served.start({ patience });
    const { socket, ended } = await dial(served.address);
    const drip = setInterval(() => socket.write("x"), 20);
    socket.write("GET /health HTTP/1.1\r\nx: ");
    expect(statusOf(await ended)).toBe(408);
    clearInterval(drip);
  });

  it("that say nothing are let go", async () => {
    const quiet = { ...patience, headersMs: 60_000, requestMs: 60_000 };
    const served = await Served.start({ patience: quiet });
    const { ended } = await dial(served.address);
    expect(await ended).toBe("");
  });
});

describe("many connections", () => {
  it("from one place leave room for others, and more than it may have are closed", async () => {
    const served = await Served.start();
    const held = await many(serverLimits.connectionsOfPlace, () => dial(served.address));
    const [one] = held;
    one?.socket.write(head("GET", "/health").replace("close", "keep-alive"));
    await until(
      () => one?.text() ?? "",
      (text) => text.includes('"ok"'),
    );
    const more = await many(50, () => dial(served.address));
    for (const { socket } of more) socket.write(head("GET", "/health"));
    expect(new Set(await Promise.all(more.map(({ ended }) => ended)))).toEqual(new Set([""]));
    expect(await elsewhereGets(served)).toBe(200);
    await hangUp(held);
    await until(
      async () => {
        const { socket, ended } = await dial(served.address);
        socket.write(head("GET", "/health"));
        return ended;
      },
      (answer) => statusOf(answer) === 200,
    );
  });

  it("by the thousand, opened and left half open, keep nobody from an answer", async () => {
    const served = await Served.start();
    for (let round = 0; round < 8; round++) {
      const open = await many(250, () => dial(served.address, `127.0.1.${round + 1}`));
      for (const { socket } of open) socket.write("POST /api/v1/transactions HTTP/1.1\r\n");
    }
    expect(await elsewhereGets(served)).toBe(200);
  });
});

describe("many requests on one connection", () => {
  it("are all answered, in order, while they are not too many at a time", async () => {
    const served = await Served.start();
    const { socket, ended } = await dial(served.address);
    const ask = (n: number) => `GET /api/v1/nothing/${n} HTTP/1.1\r\nhost: x\r\n\r\n`;
    const asked = Array.from({ length: serverLimits.requestsOfConnection - 1 }, (_, n) => n);
    socket.write(asked.map(ask).join("") + head("GET", "/health"));
    const answer = await ended;
    const places = asked.map((n) => answer.indexOf(`/api/v1/nothing/${n}"`));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(places[0]).toBeGreaterThan(0);
    expect(answer).toContain('"ok"');
  });

  it("without waiting for answers close it, and keep its place from coming again at once", async () => {
    const served = await Served.start();
    const { socket, ended } = await dial(served.address);
    socket.write("GET /api/v1/blocks HTTP/1.1\r\nhost: x\r\n\r\n".repeat(5000));
    await ended;
    const again = await dial(served.address);
    again.socket.write(head("GET", "/health"));
    expect(await again.ended).toBe("");
    expect(await elsewhereGets(served)).toBe(200);
  });
});

describe("answers that nobody reads", () => {
  it("do not fill the memory: what finds no room is refused, and others get theirs", async () => {
    const served = await Served.start();
    const ask = head("GET", "/verify").replace("close", "keep-alive");
    const deaf: Raw[] = [];
    const statuses = async () => {
      const { socket, ended } = await dial(served.address);
      socket.write(head("GET", "/verify"));
      return statusOf(await ended);
    };
    // One after the other: the system takes much of what nobody reads, and of a burst most is refused.
    const statusBesideOneMore = async () => {
      const more = await dial(served.address);
      more.socket.pause().write(ask.repeat(serverLimits.requestsOfConnection));
      deaf.push(more);
      return statuses();
    };
    await until(statusBesideOneMore, (status) => status === 429);
    expect(await elsewhereGets(served, "/verify")).toBe(200);
    await hangUp(deaf);
    await until(statuses, (status) => status === 200);
  });
});

describe("clients that vanish", () => {
  it("give back what their bodies took, those behind others on one connection too", async () => {
    const served = await Served.start();
    const { socket, ended } = await dial(served.address);
    const bytes = served.registration(1);
    const begin = Buffer.from(post({ "content-length": "1000", connection: "keep-alive" }));
    const whole = Buffer.concat([begin, bytes, Buffer.alloc(1000 - bytes.length)]);
    socket.write(Buffer.concat([whole, whole, begin]));
    await until(
      () => intakeOf(served),
      (taken) => taken >= 1000,
    );
    socket.destroy();
    await ended;
    await until(
      () => intakeOf(served),
      (taken) => taken === 0,
    );
  });

  it("while they wait for the seal leave the transaction on its way", async () => {
    const served = await Served.start({ solo: { gatherMs: 200 } });
    const bytes = served.registration(1);
    const { socket, ended } = await dial(served.address);
    const begin = Buffer.from(post({ "content-length": String(bytes.length) }));
    socket.write(Buffer.concat([begin, bytes]));
    await until(
      () => served.node.waiting.transactions,
      (waiting) => waiting === 1,
    );
    socket.destroy();
    await ended;
    await until(
      async () => (await served.get("/api/v1/land/parcels/p0001")).status,
      (status) => status === 200,
    );
  });
});
