import { brotliDecompressSync } from "node:zlib";
import { fastify } from "fastify";
import { expect, it } from "vitest";
import { addAssetRoutes } from "./asset-routes.js";

const app = fastify();
addAssetRoutes(app);

it.each([
  ["br", true],
  ["gzip, br", true],
  ["gzip,br;q=0.5", true],
  ["br;q=0", false],
  ["br;q=0, gzip", false],
  ["gzip, brotli", false],
  ["", false],
])("to one who takes %j answers compressed: %s", async (accepted, compressed) => {
  const ask = (encoding: string) =>
    app.inject({ url: "/assets/portal.css", headers: { "accept-encoding": encoding } });
  const [answer, plain] = await Promise.all([ask(accepted), ask("")]);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-encoding"]).toBe(compressed ? "br" : undefined);
  expect(answer.headers.vary).toBe("accept-encoding");
  const bytes = compressed ? brotliDecompressSync(answer.rawPayload) : answer.rawPayload;
  expect(Buffer.compare(bytes, plain.rawPayload)).toBe(0);
});

it("gives no compressed file by its own name", async () => {
  expect((await app.inject("/assets/portal.css.br")).statusCode).toBe(404);
});
