import { expect, it } from "vitest";
import { Served } from "../../test/served.js";
import { office } from "../modules/land/schema.js";

it("shows nothing that is not durable and signed yet, while the engine is ahead", async () => {
  const { node, registration } = await started();
  const { index, published } = node.opened;
  let isDone = false;
  const all = Promise.all(Array.from({ length: 60 }, (_, n) => node.submit(registration(n)))).then(
    () => {
      isDone = true;
    },
  );
  let ahead = 0;
  while (!isDone) {
    const newest = index.get("land/office/main")?.index ?? 0;
    const shown = node.reader.read(office, "main");
    expect(shown?.index).toBeLessThan(published.size);
    if (newest >= published.size) ahead++;
    await new Promise((next) => setImmediate(next));
  }
  await all;
  expect(ahead).toBeGreaterThan(0);
  expect(node.reader.read(office, "main")?.value.entries).toBe(60);
});

async function started() {
  const served = await Served.start({ solo: { blockTransactions: 3, gatherMs: 1 } });
  return { node: served.node, registration: (n: number) => served.registration(n) };
}
