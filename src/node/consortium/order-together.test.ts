import { expect, it, onTestFinished } from "vitest";
import { appoint, foundNetwork, openNode } from "../../../test/copies.js";
import { tempDir } from "../../../test/temp-log.js";

it("lets go whoever waits, where there is no CometBFT to decide any more", async () => {
  const data = foundNetwork(tempDir());
  const consortium = { rpc: "http://127.0.0.1:9", peers: [] };
  data.writeConfig({ ...data.readConfig(), consortium });
  const node = await openNode(data);
  onTestFinished(() => node.stop());
  const waiting = appoint(node, 1);
  const refused = expect(waiting).rejects.toThrowError(
    expect.objectContaining({ code: "ENGINE_STOPPING" }),
  );
  await expect.poll(() => node.waiting.transactions).toBe(1);
  node.letGo();
  await refused;
});
