import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appoint, foundNetwork, openNode } from "../../test/copies.js";
import { contentOf } from "../../test/read-model.js";
import { bundleProgram, tempDir } from "../../test/temp-log.js";
import { ReadModel } from "../readmodel/read-model.js";
import type { LedgerNode } from "./ledger-node.js";
import { ReadModelThread } from "./read-model-thread.js";
import type { Assignment } from "./read-model-worker.js";

const program = bundleProgram(`import "./node/read-model-worker.js";`);

let node: LedgerNode;
beforeAll(async () => {
  node = await openNode(foundNetwork(tempDir()));
  for (let i = 0; i < 20; i++) await appoint(node, i);
});
afterAll(() => node.stop());

/** A read model of the node's log in another directory, written by a thread, which is told. */
function open(dir: string, tell: { thread?: (worker: Worker) => void; failures?: Error[] } = {}) {
  const { data, log, published, ledger, id: networkId } = node.opened;
  return ReadModel.open(dir, {
    log,
    published,
    modules: ledger.modules,
    scribe: (size) => {
      const workerData: Assignment = { dir, size, log: data.log, networkId };
      const worker = new Worker(program, { workerData });
      tell.thread?.(worker);
      return new ReadModelThread(worker);
    },
    onRebuild: (reason) => expect(reason).toBeNull(),
    onFailure: (error) => tell.failures?.push(error),
  });
}

async function expectSame(model: ReadModel): Promise<void> {
  model.follow();
  await model.caughtUp();
  await node.readModel.caughtUp();
  expect(model.size).toBe(node.opened.published.size);
  expect(await contentOf(model)).toEqual(await contentOf(node.readModel));
}

/** Of every thread of this process: `nice` is the 17th of the fields behind the name (proc(5)). */
const priorities = () =>
  readdirSync("/proc/self/task").map((thread) =>
    Number(
      readFileSync(`/proc/self/task/${thread}/stat`, "utf8").split(") ").at(-1)?.split(" ")[16],
    ),
  );

describe("a read model that is written in a thread of its own", () => {
  it("holds the same, and goes on while the log grows and after it was closed", async () => {
    const dir = tempDir();
    const model = open(dir);
    await expectSame(model);
    await appoint(node, 20);
    await expectSame(model);
    await model.close();
    await appoint(node, 21);
    const again = open(dir);
    expect(again.size).toBe(model.size);
    await expectSame(again);
    await again.close();
  });

  it.skipIf(process.platform !== "linux")("gives way to every other thread", async () => {
    const model = open(tempDir());
    await expectSame(model);
    expect(priorities()).toContain(constants.priority.PRIORITY_LOW);
    await model.close();
    expect(priorities()).not.toContain(constants.priority.PRIORITY_LOW);
  });

  it("shows whole blocks only, wherever it was closed or its thread ended", async () => {
    const dir = tempDir();
    for (const end of ["close", "terminate"] as const) {
      let thread: Worker | null = null;
      const failures: Error[] = [];
      const model = open(dir, { failures, thread: (worker) => (thread = worker) });
      model.follow();
      if (end === "terminate") await (thread as Worker | null)?.terminate();
      await model.close();
      expect(failures).toHaveLength(end === "terminate" ? 1 : 0);
    }
    const model = open(dir);
    await expectSame(model);
    await model.close();
  });

  it("takes the address register, and says with its code what is wrong with one", async () => {
    const model = open(tempDir());
    const street = { id: "s1", name: "Mill Lane", locality: "Northgate", line: [] };
    const file = { version: 1, streets: [street], addresses: [] };
    await model.takePlaces(Buffer.from(JSON.stringify(file)));
    expect(await model.db.selectFrom("place_street").select("id").execute()).toEqual([
      { id: "s1" },
    ]);
    await expect(model.takePlaces(Buffer.from("{"))).rejects.toMatchObject({
      code: "PLACES_FORM",
      facts: { problem: "not JSON" },
    });
    await model.close();
  });
});

describe("a thread that ends", () => {
  const ending = (script: string) =>
    new ReadModelThread(
      new Worker(`require("node:worker_threads").parentPort.on("message", () => { ${script} })`, {
        eval: true,
      }),
    );

  it("is told to who waits for it and to who comes later, and closes", async () => {
    const thread = ending("process.exit(3)");
    const ended = { code: "READMODEL_FAILED", facts: { exitCode: 3 } };
    await expect(thread.write(1)).rejects.toMatchObject(ended);
    await expect(thread.takePlaces(null)).rejects.toMatchObject(ended);
    await thread.close();
  });

  it("is told by what it threw", async () => {
    const thread = ending(`throw new RangeError("out of it")`);
    await expect(thread.write(1)).rejects.toThrow("out of it");
    await thread.close();
  });
});
