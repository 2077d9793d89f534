import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { appoint, foundNetwork, openNode } from "../../test/copies.js";
import { contentOf } from "../../test/read-model.js";
import { tempDir } from "../../test/temp-log.js";
import type { CounterfoilError } from "../base/errors.js";
import { DataDirectory } from "../node/data-directory.js";
import type { LedgerNode } from "../node/ledger-node.js";
import { ReadModel } from "./read-model.js";

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

  it("is made anew when it is missing, of another log, ahead or damaged, and is the same", async () => {
    const node = await grown(2);
    const { data, log, ledger } = node.opened;
    const content = await contentOf(node.readModel);
    await node.stop();
    nodes.pop();
    const file = join(data.readModel, "readmodel.sqlite");
    const other = join(tempDir(), "other");
    cpSync(data.readModel, other, { recursive: true });
    const reasons: string[] = [];
    const onRebuild = ({ code }: CounterfoilError) => reasons.push(code);
    const shorter = { size: 3, readLeaf: (index: number) => log.readLeaf(index) };
    const ahead = ReadModel.open(other, { log: shorter, modules: ledger.modules, onRebuild });
    expect(ahead.size).toBe(0);
    await ahead.close();
    expect(reasons).toEqual(["READMODEL_AHEAD"]);
    writeFileSync(file, Buffer.alloc(9000, 7));
    const again = await opened(new DataDirectory(data.root));
    expect(await contentOf(again.readModel)).toEqual(content);
  });
});
