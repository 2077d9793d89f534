import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { CometRpc } from "./rpc.js";

it("waits no longer for a CometBFT that stands still, or nobody would see that it does", async () => {
  const server = createServer(() => {}).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") expect.unreachable();
  const rpc = new CometRpc(`http://127.0.0.1:${address.port}`, 10);
  await expect(rpc.peers()).rejects.toMatchObject({ code: "COMET_RPC" });
});
