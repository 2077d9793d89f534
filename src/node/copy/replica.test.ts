import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { appoint, foundNetwork, grow, openNode } from "../../../test/copies.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { DataDirectory } from "../data-directory.js";
import type { LedgerNode } from "../ledger-node.js";
import { serve } from "../serve.js";
import { audit } from "./audit.js";
import { type ReplicaOptions, replica } from "./replica.js";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function served(data: DataDirectory): Promise<{ node: LedgerNode; from: string }> {
  const node = await openNode(data);
  const logger = pino({ level: "silent" });
  const { address, close } = await serve(node, { port: 0, host: "127.0.0.1", logger });
  closers.push(async () => {
    await close();
    await node.stop();
  });
  return { node, from: address };
}

const copy = (from: string, data: DataDirectory, more: Partial<ReplicaOptions> = {}) =>
  replica({ from, data, once: true, workers: 0, ...more });

function copied(data: DataDirectory): DataDirectory {
  const root = join(tempDir(), "copy");
  cpSync(data.root, root, { recursive: true });
  return new DataDirectory(root);
}

const empty = () => new DataDirectory(join(tempDir(), "replica"));

describe("a replica", () => {
  it("has the node's root, resumes, and starts as a read-only node", async () => {
    const data = foundNetwork(tempDir(), ["a", "b"]);
    const { node, from } = await served(data);
    for (let i = 0; i < 3; i++) await appoint(node, i);
    const mine = empty();
    const first = await copy(from, mine);
    const { frontier } = node.opened.ledger.head;
    expect(first).toMatchObject({ size: frontier.size, root: toHex(frontier.root()) });
    expect(first).toMatchObject({ fetched: first.size, trustOnFirstUse: true });
    for (let i = 3; i < 5; i++) await appoint(node, i);
    const second = await copy(from, mine);
    expect(second.root).toBe(toHex(node.opened.ledger.head.frontier.root()));
    expect(second).toMatchObject({ fetched: second.size - first.size, trustOnFirstUse: false });
    expect(await audit({ data: mine, workers: 0 })).toMatchObject({
      valid: true,
      root: second.root,
    });
    const reader = await openNode(mine);
    expect([reader.accepts, reader.opened.published.size]).toEqual([false, second.size]);
    expect(reader.trust()).toBe(node.trust());
    await reader.stop();
  });
});
