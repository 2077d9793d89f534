import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fromHex, utf8Decode } from "../../src/base/text.js";
import { scanFact } from "../../src/ledger/fact-scan.js";
import { audit as auditHere } from "../../src/node/copy/audit.js";
import { DataDirectory } from "../../src/node/data-directory.js";
import { DurableRecord } from "../../src/storage/log/durable-record.js";
import {
  HEAD_BYTES,
  HEADER_BYTES,
  RecordType,
  segmentFirst,
} from "../../src/storage/log/format.js";
import { SegmentLog } from "../../src/storage/log/segment-log.js";
import { readFiles } from "../temp-log.js";
import { initData, inTwos, launch, type Node, run, startNode, workDir } from "./counterfoil.js";
import { lots, writeGeoJson } from "./parcels.js";

type Copy = { facts: number; size: number; root: string };
type Audit = Copy & { valid: boolean; firstBad: { index: number; reason: string } | null };
type Verified = { valid: boolean; code?: string; current: boolean };

const dir = workDir();
const path = (name: string): string => join(dir, name);

const importLots = (node: Node, from: number, count: number) =>
  node.run<{ registered: number }>([
    ...["land", "import", writeGeoJson(path(`lots-${from}.geojson`), lots(from, count)), "--json"],
  ]);
const audit = (data: string) => run<Audit>(["audit", "--data", data, "--json"]);
const verify = (receipt: string, trust: string) =>
  run<Verified>(["verify", path(receipt), "--trust", path(trust), "--json"]);

/** A network with as many parcels on record, and its node stopped. */
async function grown(count: number): Promise<string> {
  const data = await initData();
  await grow(data, 0, count);
  return data;
}

async function grow(data: string, from: number, count: number): Promise<void> {
  const node = await startNode(data);
  expect((await importLots(node, from, count)).json).toMatchObject({ registered: count });
  expect(await node.stop()).toBe(0);
}

const copyOf = (data: string, name: string): string => {
  cpSync(data, path(name), { recursive: true });
  return path(name);
};

describe("copies of a node", () => {
  let node: Node;
  let expected: Omit<Copy, "facts">;
  beforeAll(async () => {
    node = await startNode(await initData());
    await importLots(node, 0, 120);
    const { size, root } = await node.checkpoint();
    expected = { size, root };
  });

  it("have its root: replica, audit, backup, restore", async () => {
    const whole = { ...expected, facts: expected.size };
    const replicated = ["--from", node.address, "--data", path("replica"), "--once", "--json"];
    expect(await run<Copy>(["replica", ...replicated])).toMatchObject({ code: 0, json: whole });
    const backup = ["backup", "-o", path("backup"), "--data", node.data, "--json"];
    expect(await run<Copy>(backup)).toMatchObject({ code: 0, json: whole });
    const restore = ["restore", path("backup"), "--data", path("restored"), "--json"];
    expect(await run<Copy>(restore)).toMatchObject({ code: 0, json: whole });
    for (const data of [node.data, path("replica"), path("restored")]) {
      const { code, json } = await audit(data);
      expect({ code, json }).toMatchObject({ code: 0, json: { valid: true, ...whole } });
    }
    expect(readFileSync(path("replica/trust.json"), "utf8")).toContain('"genesis"');
    expect(readdirSync(path("restored"))).not.toContain("restore");
  });

  it.each(["replica", "restored"])("serve what they hold and take nothing: %s", async (name) => {
    const copy = await startNode(path(name));
    expect(await copy.checkpoint()).toMatchObject(expected);
    expect((await copy.get("/health")).status).toBe(503);
    const { code } = await run(["get", "land/parcel/lot-00003", "--node", copy.address, "--json"]);
    // A receipt takes an agency's log key, which no copy has.
    expect(code).not.toBe(0);
    expect((await copy.get("/api/v1/land/parcels/lot-00003")).status).toBe(200);
    const more = ["land", "import", writeGeoJson(path("more.geojson"), lots(900, 1)), "--json"];
    const keys = ["--data", node.data, "--node", copy.address];
    expect((await run([...more, ...keys])).code).toBe(3);
    expect(await copy.checkpoint()).toMatchObject(expected);
    expect(await copy.stop()).toBe(0);
  });

  it("can be audited beside the node while it is at work", async () => {
    const load = importLots(node, 1000, 1500);
    let over = false;
    const finished = load.finally(() => {
      over = true;
    });
    const audits: Audit[] = [];
    while (!over) {
      const { code, json } = await audit(node.data);
      expect({ code, bad: json.firstBad }).toEqual({ code: 0, bad: null });
      audits.push(json);
    }
    expect((await finished).json.registered).toBe(1500);
    expect(audits.length).toBeGreaterThan(1);
    expect(audits.map(({ size }) => size)).toEqual(
      audits.map(({ size }) => size).toSorted((a, b) => a - b),
    );
    const { size, root } = await node.checkpoint();
    expect((await audit(node.data)).json).toMatchObject({ valid: true, size, root });
  });
});

/** Leaves and notes again in segments of this many bytes, as 64 MiB are those of a log of years. */
function cutIntoSegments(data: string, segmentBytes: number): void {
  const networkId = fromHex(JSON.parse(readFileSync(join(data, "config.json"), "utf8")).id);
  const [logDir, recordFile] = [join(data, "log"), join(data, "keys/record")];
  const record = DurableRecord.open(recordFile);
  const root = record.read()?.root ?? new Uint8Array();
  record.close();
  const whole = SegmentLog.open(logDir, { networkId, record: null, readOnly: true });
  const cut = SegmentLog.open(`${logDir}.new`, { networkId, record: null, segmentBytes });
  const notes = [...whole.checkpoints()];
  let block: Uint8Array[] = [];
  for (const { index, leaf } of whole.leaves()) {
    block.push(leaf);
    if (!scanFact(leaf).seal) continue;
    cut.append(block);
    block = [];
    for (const note of notes) if (note.index === index + 1) cut.appendCheckpoint(note.text);
  }
  const position = cut.syncNow();
  for (const log of [whole, cut]) log.close();
  for (const old of [logDir, recordFile]) rmSync(old, { recursive: true });
  cpSync(`${logDir}.new`, logDir, { recursive: true });
  rmSync(`${logDir}.new`, { recursive: true });
  const fresh = DurableRecord.open(recordFile);
  fresh.write({ ...position, root });
  fresh.close();
}

/** Index that damage at a byte must name: the fact that begins at or after its record. */
function indexAt(name: string, bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [index, offset] = [segmentFirst(name) ?? 0, HEADER_BYTES];
  while (at >= offset) {
    const end = offset + HEAD_BYTES + view.getUint16(offset + 2);
    if (at < end) break;
    if (bytes[offset] === RecordType.Leaf) index++;
    offset = end;
  }
  return index;
}

/** Of three segments with eight places each, every place in one of them: as a process of its own. */
const isFromOutside = (i: number): boolean => i % 3 === 0;

/** What an audit finds wrong, on the command line or in this process. */
async function firstBad(data: string, fromOutside: boolean): Promise<Audit["firstBad"]> {
  if (!fromOutside) {
    return (await auditHere({ data: new DataDirectory(data), workers: 0 })).firstBad;
  }
  const { code, json } = await audit(data);
  expect(code).toBe(1);
  return json.firstBad;
}

const refused = {
  ready: false,
  code: 3,
  stdout: "",
  stderr: expect.stringContaining("LOG_CORRUPT"),
};

it("a damaged byte anywhere in the log is named, and no node starts on it", async () => {
  const data = await grown(30);
  await grow(data, 100, 30);
  await grow(data, 200, 30);
  cutIntoSegments(data, 50_000);
  const node = await startNode(data);
  await importLots(node, 300, 20);
  const { root } = await node.checkpoint();
  await node.stop();
  expect((await audit(data)).json).toMatchObject({ valid: true, root });
  const segments = readFiles(join(data, "log"));
  expect(segments.size).toBeGreaterThanOrEqual(3);
  const places = [...segments].flatMap(([name, bytes]) => {
    const { length } = bytes;
    const middle = Math.floor(length / 2);
    const edges = [0, 6, 20, HEADER_BYTES - 1, HEADER_BYTES, HEADER_BYTES + 5, length - 1];
    return [...edges, middle].map((at) => ({ name, bytes, at }));
  });
  const found = await inTwos(places, async ({ name, bytes, at }, i) => {
    const copy = copyOf(data, `damaged-${i}`);
    const damaged = bytes.slice();
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
    writeFileSync(join(copy, "log", name), damaged);
    const bad = await firstBad(copy, isFromOutside(i));
    const started = isFromOutside(i) ? await launch(copy) : null;
    const untouched = readFiles(join(copy, "log")).get(name);
    expect(untouched).toEqual(damaged);
    rmSync(copy, { recursive: true });
    return { name, at, bad, started };
  });
  expect(found).toMatchObject(
    places.map(({ name, bytes, at }, i) => ({
      ...{ name, at },
      bad: { index: indexAt(name, bytes, at), reason: "LOG_CORRUPT" },
      started: isFromOutside(i) ? refused : null,
    })),
  );
});

describe("yesterday's log in place of today's", () => {
  let data: string;
  let newest: Omit<Copy, "facts">;
  beforeAll(async () => {
    data = await grown(40);
    copyOf(join(data, "log"), "yesterday");
    const node = await startNode(data);
    await importLots(node, 100, 40);
    const { size, root } = await node.checkpoint();
    newest = { size, root };
    await run(["replica", "--from", node.address, "--data", path("friend"), "--once", "--json"]);
    await node.stop();
    rmSync(join(data, "log"), { recursive: true });
    cpSync(path("yesterday"), join(data, "log"), { recursive: true });
  });

  it("is seen: the node signs nothing and takes nothing", async () => {
    const yesterday = readFiles(join(data, "log"));
    const node = await startNode(data);
    expect(node.stderr).toContain("LOG_BEHIND");
    const health = await node.get("/health");
    expect([health.status, await health.json()]).toMatchObject([503, { code: "LOG_BEHIND" }]);
    const { note, size } = await node.checkpoint();
    expect(size).toBeLessThan(newest.size);
    expect([...yesterday.values()].map((bytes) => Buffer.from(bytes).includes(note))).toEqual([
      true,
    ]);
    const { code, json } = await importLots(node, 300, 1);
    expect({ code, json }).toMatchObject({ code: 3, json: { code: "LOG_BEHIND" } });
    await node.stop();
    expect(readFiles(join(data, "log"))).toEqual(yesterday);
    const audited = await audit(data);
    const firstBad = { reason: "LOG_BEHIND" };
    expect(audited).toMatchObject({ code: 1, json: { valid: false, firstBad } });
  });

  it("becomes today's from a friend's replica", async () => {
    const friend = await startNode(path("friend"));
    const from = ["--from", friend.address, "--data", data, "--once", "--json"];
    expect(await run<Copy>(["replica", ...from])).toMatchObject({ code: 0, json: newest });
    await friend.stop();
    const node = await startNode(data);
    expect(await node.checkpoint()).toMatchObject(newest);
    expect((await node.get("/health")).status).toBe(200);
    expect((await importLots(node, 300, 1)).json).toMatchObject({ registered: 1 });
    await node.stop();
    expect((await audit(data)).json.valid).toBe(true);
  });
});

describe("a backup older than what was signed", () => {
  let data: string;
  let closing: Copy;
  beforeAll(async () => {
    data = await grown(10);
    const node = await startNode(data);
    const receipt = async (name: string, lot: string) =>
      node.run(["receipt", `land/title/${lot}`, "-o", path(name), "--json"]);
    await receipt("early.receipt", "lot-00001");
    await importLots(node, 20, 10);
    await receipt("closing.receipt", "lot-00021");
    closing = (await node.run<Copy>(["backup", "-o", path("older"), "--json"])).json;
    await importLots(node, 40, 10);
    await receipt("lost.receipt", "lot-00041");
    await node.run(["trust", "-o", path("old-trust.json"), "--json"]);
    await node.stop();
  });

  const restore = (...args: string[]) =>
    run<Copy & { code: string }>(["restore", path("older"), "--data", data, "--json", ...args]);

  it("is refused, and not a byte changes", async () => {
    const before = [readFiles(join(data, "log")), readFiles(join(data, "keys"))];
    expect(await restore()).toMatchObject({ code: 1, json: { code: "BACKUP_OLDER" } });
    // What can still be read is not given up, even by who accepts losses.
    const longer = await restore("--accept-loss");
    expect(longer).toMatchObject({ json: { code: "DATA_LOG_LONGER" } });
    expect(longer.code).not.toBe(0);
    expect([readFiles(join(data, "log")), readFiles(join(data, "keys"))]).toEqual(before);
  });

  it("begins a new epoch with --accept-loss, once the log is lost", async () => {
    rmSync(join(data, "log"), { recursive: true });
    expect(await restore()).toMatchObject({ code: 1, json: { code: "BACKUP_OLDER" } });
    const { code, json, stderr } = await restore("--accept-loss");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(json.size).toBeGreaterThan(closing.size);
    const node = await startNode(data);
    expect(await node.checkpoint()).toMatchObject({ size: json.size, root: json.root });
    expect((await node.get("/health")).status).toBe(200);
    await node.run(["trust", "-o", path("new-trust.json"), "--json"]);
    expect((await importLots(node, 60, 1)).json).toMatchObject({ registered: 1 });
    await node.run(["receipt", "land/title/lot-00060", "-o", path("new.receipt"), "--json"]);
    cpSync(path("closing.receipt"), path("refreshed.receipt"));
    const refresh = ["receipt", "--refresh", path("refreshed.receipt"), "--json"];
    expect((await node.run(refresh)).code).toBe(0);
    await node.stop();
    const { epochs } = JSON.parse(utf8Decode(new Uint8Array(readFileSync(path("new-trust.json")))));
    expect(epochs).toMatchObject([
      { from: 0, to: closing.size, closing: { size: closing.size, root: closing.root } },
      { from: closing.size, to: null, closing: null },
    ]);
    expect((await audit(data)).json).toMatchObject({ valid: true, firstBad: null });
  });

  it.each([
    ["early.receipt", "old-trust.json", true],
    ["early.receipt", "new-trust.json", true],
    ["closing.receipt", "old-trust.json", true],
    // At the closing size itself the keys of both epochs must have signed: it is to be refreshed.
    ["closing.receipt", "new-trust.json", false],
    ["refreshed.receipt", "new-trust.json", true],
    ["lost.receipt", "old-trust.json", true],
    ["lost.receipt", "new-trust.json", false],
    ["new.receipt", "new-trust.json", true],
    ["new.receipt", "old-trust.json", false],
  ])("%s by %s: valid is %s", async (receipt, trust, valid) => {
    const outcome = await verify(receipt, trust);
    expect(outcome.json.valid, outcome.stdout).toBe(valid);
    expect(outcome.code).toBe(valid ? 0 : 1);
  });
});
