import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { trustedBlock } from "./trusted-block.js";

const CHAIN = "cf-test";
const hashAt = (height: number, fork = "0") => height.toString(16).padStart(63, fork) + fork;

type Answers = { newest?: number; chain?: string; fork?: string; body?: string };

/** Answers `/commit` as CometBFT v0.39 does; the address at which it does. */
async function serve({ newest = 9, chain = CHAIN, fork = "0", body }: Answers): Promise<string> {
  const server = createServer(({ url }, response) => {
    const asked = new URL(url ?? "", "http://localhost").searchParams.get("height");
    const height = Number(asked ?? newest);
    const signed = {
      header: { chain_id: chain, height: String(height) },
      commit: { block_id: { hash: hashAt(height, fork) } },
    };
    const known = { jsonrpc: "2.0", id: -1, result: { signed_header: signed, canonical: true } };
    const unknown = { jsonrpc: "2.0", id: -1, error: { code: -32603, message: "Internal error" } };
    response.end(body ?? JSON.stringify(height > newest ? unknown : known));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it("is one that all have, somewhat below the newest", async () => {
  const servers = [await serve({ newest: 9 }), await serve({ newest: 7 })];
  expect(await trustedBlock(servers, CHAIN)).toEqual({ height: 7, hash: hashAt(7) });
  const young = [await serve({ newest: 1 }), await serve({ newest: 1 })];
  expect(await trustedBlock(young, CHAIN)).toEqual({ height: 1, hash: hashAt(1) });
});

it.each<[string, Answers, string]>([
  ["names another block", { fork: "A" }, "SYNC_DISAGREE"],
  ["is of another network", { chain: "cf-other" }, "SYNC_SERVER"],
  ["has not come so far", { newest: 3 }, "SYNC_SERVER"],
  ["is no CometBFT", { body: "{}" }, "SYNC_SERVER"],
  ["speaks no JSON", { body: "<html>" }, "SYNC_SERVER"],
])("is none where one of them %s", async (_, answers, code) => {
  const servers = [await serve({}), await serve(answers)];
  await expect(trustedBlock(servers, CHAIN)).rejects.toMatchObject({ code });
});

it("is none where one of them is not there", async () => {
  const servers = [await serve({}), "http://127.0.0.1:1"];
  await expect(trustedBlock(servers, CHAIN)).rejects.toMatchObject({ code: "SYNC_SERVER" });
});
