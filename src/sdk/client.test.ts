import { describe, expect, it } from "vitest";
import { utf8Encode } from "../base/text.js";
import { createClient } from "./client.js";
import { fetchTransport, type TransportRequest, type TransportResponse } from "./transport.js";

const answer = (status: number, body: unknown, type = "application/json; charset=utf-8") => ({
  status,
  headers: { "content-type": type },
  body: typeof body === "string" ? utf8Encode(body) : utf8Encode(JSON.stringify(body)),
});

/** A client whose node answers this, and what it was asked. */
function clientOf(response: TransportResponse) {
  const asked: TransportRequest[] = [];
  const client = createClient("http://node.example/", async (request) => {
    asked.push(request);
    return response;
  });
  return { client, asked };
}

const fact = {
  key: "a/b",
  value: { anything: [1, null] },
  index: 3,
  cause: 1,
  supersedes: null,
  retracted: false,
  current: true,
  size: 9,
};

describe("client", () => {
  it("asks by the route and reads by its schema", async () => {
    const { client, asked } = clientOf(answer(200, fact));
    expect(await client.fact({ key: "a/b", at: 7 })).toEqual({ status: 200, body: fact });
    expect(asked).toEqual([
      {
        method: "GET",
        url: "http://node.example/api/v1/facts?key=a%2Fb&at=7",
        headers: {},
        body: null,
      },
    ]);
  });

  it("fills the path and sends a body as it is", async () => {
    const { client, asked } = clientOf(answer(202, { results: [] }));
    const bytes = Uint8Array.of(1, 2);
    await client.submit({ wait: "sealed" }, { type: "application/cose", bytes });
    expect(asked[0]).toMatchObject({
      method: "POST",
      url: "http://node.example/api/v1/transactions?wait=sealed",
      headers: { "content-type": "application/cose" },
      body: bytes,
    });
    const parcel = clientOf(answer(404, {}));
    await expect(parcel.client.landParcel({ id: "a~b" })).rejects.toThrow();
    expect(parcel.asked[0]?.url).toBe("http://node.example/api/v1/land/parcels/a~b");
  });

  it("passes members through that it does not know", async () => {
    const { client } = clientOf(
      answer(200, {
        items: [
          {
            key: "land/level/s",
            id: "s",
            index: 1,
            value: {
              kind: "surface",
              grid: { crs: "x", unit: "y", stepsPerUnit: 1, later: 1 },
              founded: 0,
              more: true,
            },
          },
        ],
        next: null,
      }),
    );
    const { body } = await client.landLevels({});
    expect(body.items[0]?.value).toMatchObject({ more: true, grid: { later: 1 } });
  });

  it("throws the node's own error", async () => {
    const body = { code: "PROVE_UNKNOWN", message: "None.", facts: { key: "a" }, docs: "d" };
    await expect(clientOf(answer(404, body)).client.fact({ key: "a" })).rejects.toMatchObject({
      name: "CounterfoilError",
      code: "PROVE_UNKNOWN",
      message: "None.",
      facts: { key: "a" },
    });
  });

  it.each<[string, TransportResponse]>([
    ["another shape", answer(200, { ...fact, index: -1 })],
    ["no JSON", answer(200, "{")],
    ["a page", answer(200, JSON.stringify(fact), "text/html")],
    ["no type", { ...answer(200, fact), headers: {} }],
    ["a status of no route", answer(204, "")],
    ["an error that is none of ours", answer(502, "<h1>Bad gateway</h1>", "text/html")],
    [
      "a redirect with an error's body",
      answer(302, { code: "A", message: "b", facts: {}, docs: "" }),
    ],
  ])("takes %s for no answer", async (_, response) => {
    await expect(clientOf(response).client.fact({ key: "a" })).rejects.toMatchObject({
      code: "REMOTE_ANSWER",
    });
  });

  it("refuses parameters that no node would take before it asks", async () => {
    const { client, asked } = clientOf(answer(200, fact));
    await expect(client.fact({ key: "no key" })).rejects.toMatchObject({
      code: "API_PARAMETER",
      facts: { name: "key" },
    });
    await expect(client.blocks({ limit: 501 })).rejects.toMatchObject({ code: "API_PARAMETER" });
    expect(asked).toEqual([]);
  });

  it("says when a node cannot be reached", async () => {
    const broken = createClient("http://node.example", () => Promise.reject(new Error("no line")));
    await expect(broken.network({})).rejects.toMatchObject({ code: "REMOTE_UNREACHABLE" });
    // Port 1 is nobody's, and no name is looked up.
    const nobody = createClient("http://127.0.0.1:1", fetchTransport());
    await expect(nobody.network({})).rejects.toMatchObject({ code: "REMOTE_UNREACHABLE" });
  });
});
