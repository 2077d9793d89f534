import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { appoint, foundNetwork, grow, openNode } from "../../../test/copies.js";
import { tempDir } from "../../../test/temp-log.js";
import { fromHex, toHex } from "../../base/text.js";
import { parseCheckpoint } from "../../crypto/checkpoint.js";
import { parseNote } from "../../crypto/note.js";
import { checkInclusion } from "../../crypto/tree.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import { DataDirectory } from "../data-directory.js";
import type { LedgerNode } from "../ledger-node.js";
import { serve } from "../serve.js";
import { audit } from "./audit.js";
import { backup } from "./backup.js";
import { type ReplicaOptions, replica } from "./replica.js";
import { restore } from "./restore.js";

const closers: (() => Promise<unknown>)[] = [];
const closeAll = async () => {
  for (const close of closers.splice(0).reverse()) await close();
};
afterEach(closeAll);

async function served(
  data: DataDirectory,
  blockTransactions = 1,
): Promise<{ node: LedgerNode; from: string }> {
  const node = await openNode(data, blockTransactions);
  const logger = pino({ level: "silent" });
  const { address, close } = await serve(node, { port: 0, host: "127.0.0.1", logger });
  closers.push(async () => {
    await close();
    await node.stop();
  });
  return { node, from: address };
}

type Change = (path: string, bytes: Uint8Array) => Uint8Array | number;

/** A mirror that answers otherwise than the node does: other bytes, or a status. */
async function mirror(from: string, change: Change): Promise<string> {
  const server = createServer(async ({ url = "/" }, response) => {
    const answer = await fetch(new URL(url, from));
    const changed = change(url, new Uint8Array(await answer.arrayBuffer()));
    const status = typeof changed === "number" ? changed : answer.status;
    response.writeHead(status).end(typeof changed === "number" ? "" : changed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const copy = (from: string, data: DataDirectory, more: Partial<ReplicaOptions> = {}) =>
  replica({ from, data, once: true, workers: 0, ...more });

const refused = (code: string, facts: Record<string, unknown> = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) });

function copied(data: DataDirectory): DataDirectory {
  const root = join(tempDir(), "copy");
  cpSync(data.root, root, { recursive: true });
  return new DataDirectory(root);
}

const empty = () => new DataDirectory(join(tempDir(), "replica"));
const rootOf = (node: LedgerNode) => toHex(node.opened.ledger.head.frontier.root());

describe("a replica", () => {
  it("has the node's root, goes on, and starts as a node that only reads", async () => {
    const data = foundNetwork(tempDir(), ["a", "b"]);
    const { node, from } = await served(data);
    for (let i = 0; i < 3; i++) await appoint(node, i);
    const mine = empty();
    const first = await copy(from, mine);
    expect(first).toMatchObject({ size: node.opened.ledger.size, root: rootOf(node) });
    expect(first).toMatchObject({ fetched: first.size, trustOnFirstUse: true });
    for (let i = 3; i < 5; i++) await appoint(node, i);
    const second = await copy(from, mine);
    expect(second).toMatchObject({ root: rootOf(node), trustOnFirstUse: false });
    expect(second.fetched).toBe(second.size - first.size);
    expect(await copy(from, mine)).toMatchObject({ fetched: 0, root: second.root });
    expect(await audit({ data: mine, workers: 0 })).toMatchObject({
      valid: true,
      ...facts(second),
    });
    const reader = await openNode(mine);
    expect([reader.accepts, reader.opened.published.size]).toEqual([false, second.size]);
    expect(reader.trust()).toBe(node.trust());
    expect(readFileSync(mine.trust, "utf8")).toBe(node.trust());
    await reader.stop();
  });

  it("follows, past an answer that fails", async () => {
    const { node, from } = await served(foundNetwork(tempDir()));
    let fails = 0;
    const flaky = await mirror(from, (path, bytes) =>
      path.includes("entries") && fails-- > 0 ? 500 : bytes,
    );
    const mine = empty();
    await copy(flaky, mine);
    fails = 4;
    const troubles: unknown[] = [];
    const controller = new AbortController();
    const following = copy(flaky, mine, {
      once: false,
      intervalMs: 1,
      signal: controller.signal,
      onTrouble: (error) => troubles.push(error),
      onProgress: (size) => {
        if (size === node.opened.ledger.size) controller.abort();
      },
    });
    await appoint(node, 1);
    await appoint(node, 2);
    const result = await following;
    expect([...troubles.keys()].length).toBeGreaterThan(0);
    expect(result.size).toBeGreaterThan(0);
    expect(await copy(from, mine)).toMatchObject({ root: rootOf(node) });
  });

  it("keeps what it has verified when it is interrupted, and resumes there", async () => {
    const { node, from } = await served(foundNetwork(tempDir()), 100);
    await Promise.all(Array.from({ length: 300 }, (_, i) => appoint(node, i)));
    const mine = empty();
    const broken = await mirror(from, (path, bytes) =>
      path.includes("entries/004") ? 404 : bytes,
    );
    await expect(copy(broken, mine)).rejects.toEqual(refused("REMOTE_ANSWER"));
    const kept = await audit({ data: mine, workers: 0 });
    expect(kept).toMatchObject({ valid: true });
    expect(kept.size).toBeGreaterThan(500);
    const result = await copy(from, mine);
    expect(result).toMatchObject({ root: rootOf(node), fetched: result.size - kept.size });
    expect(await audit({ data: mine, workers: 0 })).toMatchObject({
      valid: true,
      ...facts(result),
    });
  });

  it("takes the user's trust file, and nothing that others signed", async () => {
    const { node, from } = await served(foundNetwork(tempDir()));
    const stranger = await openNode(foundNetwork(tempDir()));
    const trust = stranger.trust();
    await stranger.stop();
    const mine = empty();
    await expect(copy(from, mine, { trust })).rejects.toEqual(refused("CHECKPOINT_ORIGIN"));
    expect(mine.founded).toBe(false);
    const result = await copy(from, mine, { trust: node.trust() });
    expect(result.trustOnFirstUse).toBe(false);
    await expect(copy(from, mine, { trust })).rejects.toEqual(refused("DATA_NOT_EMPTY"));
  });

  it.each([
    ["a leaf", "entries", "REPLICA_BAD", { index: 0, code: "TREE_INCLUSION" }],
    ["a tile", "tile/0", "REMOTE_ANSWER", {}],
    ["the checkpoint", "checkpoint", "REMOTE_ANSWER", {}],
  ])("writes nothing where %s is not what was signed", async (_, part, code, expected) => {
    const { from } = await served(foundNetwork(tempDir()));
    const liar = await mirror(from, (path, bytes) => {
      if (path.includes(part)) bytes[9] = (bytes[9] ?? 0) ^ 0x80;
      return bytes;
    });
    const mine = empty();
    await expect(copy(liar, mine)).rejects.toEqual(refused(code, expected));
    expect(existsSync(mine.log)).toBe(false);
  });

  it.each([
    ["nothing but noise", () => new Uint8Array(70_000)],
    ["an entry that is cut off", (bytes: Uint8Array) => bytes.slice(0, -1)],
    ["an entry too few", () => new Uint8Array(0)],
  ])("is not confused by bundles of %s", async (_, make) => {
    const { from } = await served(foundNetwork(tempDir()));
    const liar = await mirror(from, (path, bytes) =>
      path.includes("entries") ? make(bytes) : bytes,
    );
    await expect(copy(liar, empty())).rejects.toMatchObject({
      code: expect.stringMatching(/^(REMOTE_ANSWER|REPLICA_BAD)$/),
    });
  });

  it("says so where nobody answers", async () => {
    const from = "http://127.0.0.1:9";
    await expect(copy(from, empty())).rejects.toEqual(refused("REMOTE_UNREACHABLE"));
    await expect(copy("ftp://x", empty())).rejects.toEqual(refused("REMOTE_ANSWER"));
  });
});

describe("a fork", () => {
  /** Two nodes with one network's keys that went on differently, and a replica of the first. */
  async function forked(more: number) {
    const data = foundNetwork(tempDir());
    const other = copied(data);
    await grow(data, 0, 3);
    await grow(other, 10, more);
    const mine = empty();
    const { from } = await served(data);
    const before = await copy(from, mine);
    await closeAll();
    return { mine, before, shared: 14, ...(await served(other)) };
  }

  it.each([
    ["a longer log", 5],
    ["a log of the same size", 3],
    ["a shorter log", 1],
  ])("is refused with both checkpoints kept: %s", async (_, more) => {
    const { mine, before, from, node } = await forked(more);
    const note = readNote(mine);
    const fork = refused("FORK", { own: before.size, served: node.opened.ledger.size });
    await expect(copy(from, mine)).rejects.toEqual(fork);
    await expect(copy(from, mine)).rejects.toEqual(fork);
    const [name = "", ...others] = readdirSync(mine.evidence);
    expect(others).toEqual([]);
    const dir = join(mine.evidence, name);
    const [servedNote, mineNote] = ["served", "mine"].map((side) =>
      readFileSync(join(dir, `${side}.checkpoint`), "utf8"),
    );
    expect([servedNote, mineNote]).toEqual([node.opened.published.publication?.note, note]);
    const proof = JSON.parse(readFileSync(join(dir, "fork.json"), "utf8"));
    for (const [side, text] of [
      ["served", servedNote],
      ["mine", mineNote],
    ] as const) {
      const { size, root } = parseCheckpoint(parseNote(text ?? "").text);
      expect(proof[side].size).toBe(size);
      const path = proof[side].path.map(fromHex);
      checkInclusion(fromHex(proof[side].leafHash), proof.index, size, path, root);
    }
    expect(proof.served.leafHash).not.toBe(proof.mine.leafHash);
    expect(await audit({ data: mine, workers: 0 })).toMatchObject({
      valid: true,
      ...facts(before),
    });
  });

  it("is not what a node serves that is only behind", async () => {
    const data = foundNetwork(tempDir());
    await grow(data, 0, 1);
    const yesterday = copied(data);
    await grow(data, 1, 1);
    const mine = empty();
    const { from } = await served(data);
    await copy(from, mine);
    await closeAll();
    const old = await served(yesterday);
    await expect(copy(old.from, mine)).rejects.toEqual(refused("REMOTE_BEHIND"));
    expect(existsSync(mine.evidence)).toBe(false);
  });
});

describe("yesterday's log in place of today's", () => {
  /** A node whose log was exchanged, and a replica that has all of it. */
  async function exchanged() {
    const data = foundNetwork(tempDir());
    await grow(data, 0, 2);
    const yesterday = copied(data);
    await grow(data, 2, 2);
    const other = empty();
    const { from } = await served(data);
    const today = await copy(from, other);
    await closeAll();
    rmSync(data.log, { recursive: true });
    cpSync(yesterday.log, data.log, { recursive: true });
    return { data, other, today, yesterday };
  }

  it("does not sign, until a replica has brought the rest", async () => {
    const { data, other, today } = await exchanged();
    const files = readdirSync(data.log);
    const behind = await openNode(data);
    expect([behind.accepts, behind.trouble?.code]).toEqual([false, "LOG_BEHIND"]);
    expect(behind.opened.published.size).toBeLessThan(today.size);
    await behind.stop();
    expect(readdirSync(data.log)).toEqual(files);
    const { from } = await served(other);
    expect(await copy(from, data)).toMatchObject({ ...facts(today), trustOnFirstUse: false });
    expect(existsSync(data.trust)).toBe(false);
    await grow(data, 4, 1);
    expect(await audit({ data, workers: 0 })).toMatchObject({ valid: true });
    await closeAll();
    const node = await served(data);
    expect(await copy(node.from, other)).toMatchObject({ root: rootOf(node.node) });
  });

  it("takes the rest in pieces, and is read-only until the last", async () => {
    const { data, other, today } = await exchanged();
    const { from } = await served(other);
    const broken = await mirror(from, (path, bytes) => (path.includes("entries") ? 404 : bytes));
    await expect(copy(broken, data)).rejects.toEqual(refused("REMOTE_ANSWER"));
    const behind = await openNode(data);
    expect(behind.trouble?.code).toBe("LOG_BEHIND");
    await behind.stop();
    expect(await copy(from, data)).toMatchObject(facts(today));
  });

  it("does not take another history than the one it signed", async () => {
    const { data, yesterday } = await exchanged();
    await grow(yesterday, 20, 3);
    const { from } = await served(yesterday);
    const before = await audit({ data, workers: 0 });
    await expect(copy(from, data)).rejects.toEqual(refused("FORK"));
    expect(readdirSync(data.evidence)).toHaveLength(1);
    expect(await audit({ data, workers: 0 })).toMatchObject({ root: before.root });
  });
});

describe("a new epoch", () => {
  /** A network that lost what came after its backup, and replicas of before and after that. */
  async function renewed() {
    const data = foundNetwork(tempDir(), ["a", "b"]);
    await grow(data, 0, 1);
    const [before, after] = [empty(), empty()];
    let node = await served(data);
    await copy(node.from, before);
    await closeAll();
    await grow(data, 1, 1);
    const file = join(tempDir(), "backup");
    const { size: closing } = await backup({ data, file });
    await grow(data, 2, 1);
    node = await served(data);
    await copy(node.from, after);
    await closeAll();
    rmSync(data.log, { recursive: true });
    await restore({ file, data, acceptLoss: true, now: Date.now() });
    await grow(data, 3, 1);
    return { before, after, closing, ...(await served(data)) };
  }

  it("is followed by who was not past its closing, by the governors' word on the ledger", async () => {
    const { before, closing, from, node } = await renewed();
    expect(await copy(from, before)).toMatchObject({ root: rootOf(node) });
    const { epochs } = parseTrustFile(readFileSync(before.trust, "utf8"));
    expect(epochs).toMatchObject([{ to: closing }, { from: closing, to: null }]);
    expect(readFileSync(before.trust, "utf8")).toBe(node.trust());
    expect(await audit({ data: before, workers: 0 })).toMatchObject({ valid: true });
  });

  it("is not followed by who has what was lost", async () => {
    const { after, from } = await renewed();
    const before = await audit({ data: after, workers: 0 });
    await expect(copy(from, after)).rejects.toMatchObject({
      code: expect.stringMatching(/^(FORK|CHECKPOINT_\w+)$/),
    });
    expect(await audit({ data: after, workers: 0 })).toMatchObject({
      ...facts(before),
      valid: true,
    });
  });
});

function facts({ size, root }: { size: number; root: string }) {
  return { facts: size, size, root };
}

function readNote(data: DataDirectory): string | undefined {
  const networkId = fromHex(data.readConfig().id);
  const log = SegmentLog.open(data.log, { networkId, record: null, readOnly: true });
  const note = [...log.checkpoints()].at(-1)?.text;
  log.close();
  return note;
}
