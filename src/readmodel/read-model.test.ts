import { rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { appoint, foundNetwork, openNode } from "../../test/copies.js";
import { founding, LandNetwork, rectangle, registration, start } from "../../test/land.js";
import { BlockLog, caughtUp, contentOf, openReadModel } from "../../test/read-model.js";
import { tempDir } from "../../test/temp-log.js";
import type { CounterfoilError } from "../base/errors.js";
import { ModuleSet } from "../ledger/module-set.js";
import { DataDirectory } from "../node/data-directory.js";
import type { LedgerNode } from "../node/ledger-node.js";
import { Follower } from "./follower.js";

const nodes: LedgerNode[] = [];
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.stop();
});

async function opened(data: DataDirectory): Promise<LedgerNode> {
  const node = await openNode(data);
  nodes.push(node);
  await node.readModel.caughtUp();
  return node;
}

async function grown(count: number): Promise<LedgerNode> {
  const node = await opened(foundNetwork(tempDir()));
  for (let i = 0; i < count; i++) await appoint(node, i);
  await node.readModel.caughtUp();
  return node;
}

describe("the read model", () => {
  it("has a row for every block, transaction and module's fact, with the fact that proves it", async () => {
    const node = await grown(3);
    const { db, size } = node.readModel;
    const { published } = node.opened;
    expect(size).toBe(published.size);
    expect(node.readModel.lag(Date.now())).toEqual({ facts: 0, ms: 0 });
    const blocks = await db.selectFrom("ledger_block").selectAll().orderBy("height").execute();
    expect(blocks.map(({ fact_index }) => fact_index)).toEqual(
      blocks.map(({ height }) => published.sealIndex(height)),
    );
    const transactions = await db.selectFrom("ledger_transaction").selectAll().execute();
    expect(transactions.map(({ type, code }) => [type, code])).toEqual(
      Array(3).fill(["identity.appoint", "ok"]),
    );
    const facts = await db.selectFrom("ledger_fact").selectAll().execute();
    expect(blocks.length + transactions.length + facts.length + 1).toBe(size);
  });

  it("is made anew when it is missing, and is the same", async () => {
    const node = await grown(2);
    const { data } = node.opened;
    const content = await contentOf(node.readModel);
    await node.stop();
    nodes.pop();
    rmSync(data.readModel, { recursive: true });
    const again = await opened(new DataDirectory(data.root));
    expect(await contentOf(again.readModel)).toEqual(content);
  });
});

describe("a read model that is of no use", () => {
  const network = new LandNetwork();
  const { modules } = network.ledger;
  const log = new BlockLog([network.genesis]);
  const grow = () => {
    const block = network.seal([network.sign("land.register", registration("p", square))]);
    if (block !== null) log.push(block);
  };
  const square = rectangle(0, 0, 9, 9);
  const shorter = new BlockLog([network.genesis]);
  grow();
  const other = new BlockLog([new LandNetwork({ ...founding, levels: [] }).genesis]);
  while (other.size < log.size) other.push(network.genesis);
  const fewer = new ModuleSet(
    modules.modules.map(({ tables: _, ...module }) => module),
    { algorithms: [], publicity: {} },
  );
  const file = (dir: string) => join(dir, "readmodel.sqlite");

  it.each<[string, (dir: string) => void, BlockLog, ModuleSet]>([
    ["READMODEL_AHEAD", () => {}, shorter, modules],
    ["READMODEL_OTHER", () => {}, other, modules],
    ["READMODEL_FORMAT", () => {}, log, fewer],
    ["READMODEL_CORRUPT", (dir) => writeFileSync(file(dir), Buffer.alloc(9000, 7)), log, modules],
    ["READMODEL_CORRUPT", (dir) => truncateSync(file(dir), 5000), log, modules],
    ["READMODEL_CORRUPT", (dir) => writeFileSync(join(dir, "DAMAGED"), ""), log, modules],
  ])("says %s and begins anew (%#)", async (code, harm, its, with_) => {
    const dir = tempDir();
    const model = openReadModel(dir, log, modules);
    await caughtUp(model);
    expect(model.size).toBe(log.size);
    await model.close();
    harm(dir);
    const reasons: string[] = [];
    const onRebuild = (reason: CounterfoilError) => reasons.push(reason.code);
    const again = openReadModel(dir, its, with_, { onRebuild });
    expect([reasons, again.size]).toEqual([[code], 0]);
    await again.close();
  });

  it("lets go of what it was writing when it is closed", async () => {
    const dir = tempDir();
    const town = new LandNetwork();
    const long = new BlockLog([town.genesis]);
    for (let i = 0; long.size < 200; i++) {
      const body = registration(`p${i}`, rectangle(i * 10, 0, i * 10 + 9, 9));
      const block = town.seal([town.sign("land.register", body)]);
      if (block !== null) long.push(block);
    }
    const closing: Promise<void>[] = [];
    const leaves = (from: number, to: number) => {
      if (from > 100) closing.push(model.close());
      return long.leaves(from, to);
    };
    const scribe = (size: number) => new Follower(dir, size, modules, { leaves });
    const model = openReadModel(dir, long, modules, { scribe });
    model.follow();
    await model.caughtUp();
    expect([closing.length, model.size]).toEqual([1, 0]);
    await closing[0];
    const again = openReadModel(dir, long, modules);
    await caughtUp(again);
    expect(again.size).toBe(long.size);
    await again.close();
  });

  it("stops at a failure, once, and says so to who waits", async () => {
    const failures: Error[] = [];
    const onFailure = (error: Error) => failures.push(error);
    const dir = tempDir();
    const broken = { leaves: () => [Uint8Array.of(0xff)] };
    const scribe = (size: number) => new Follower(dir, size, modules, broken);
    const model = openReadModel(dir, log, modules, { scribe, onFailure });
    model.follow();
    await expect(model.caughtUp()).rejects.toMatchObject({ code: expect.stringMatching(/^CBOR_/) });
    model.follow();
    await expect(model.caughtUp()).rejects.toBe(failures[0]);
    expect([failures.length, model.size]).toEqual([1, 0]);
    expect(model.lag(start + 60_000)).toEqual({ facts: log.size, ms: 60_000 });
    await model.close();
  });
});
