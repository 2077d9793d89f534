import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { limits } from "../../base/limits.js";
import { Peers } from "./peers.js";

/** Answers with line after line, for as long as somebody reads. */
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write("x".repeat(limits.noteBytes)));
  response.once("drain", () => pour(response));
}

it("reads no more of another agency's answer than a note may have, however long it goes on", async () => {
  const server = createServer((_, response) => pour(response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") expect.unreachable();
  const peer = { agency: "court", node: `http://127.0.0.1:${address.port}` };
  const trouble = await new Promise((resolve) => {
    const peers = new Peers(
      [peer],
      { againMs: 60_000, patienceMs: 60_000 },
      {
        own: () => null,
        closing: () => null,
        wants: () => false,
        onNote: resolve,
        onTrouble: resolve,
      },
    );
    onTestFinished(() => peers.stop());
    peers.tell();
  });
  expect(trouble).toMatchObject({ code: "REMOTE_ANSWER" });
});
