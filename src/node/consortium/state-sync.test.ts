import { cpSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { appoint, foundNetwork, grow, officeKey, openNode } from "../../../test/copies.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { leafHash } from "../../crypto/hash.js";
import { consistencyPath, rootOf } from "../../crypto/prove-tree.js";
import { LedgerApplication } from "../../engines/application.js";
import { appHash } from "../../engines/cometbft/app-hash.js";
import type { Snapshot } from "../../engines/port.js";
import { ChunkStarts } from "../chunk-starts.js";
import { DataDirectory } from "../data-directory.js";
import type { LedgerNode } from "../ledger-node.js";
import { openLedger } from "../open-ledger.js";
import { trustText } from "../trust-text.js";
import { encodeLayout, snapshotHash } from "./chunk-layout.js";
import { decodeLeaves, encodeHead, encodeLeaves } from "./snapshot-chunk.js";
import { SnapshotShelf } from "./snapshot-shelf.js";
import { StateSync } from "./state-sync.js";

const HEIGHT = 17;
const GROWN = 24;
const FEW_BYTES = 700;

/** What a node offers whose network has four agencies and a few blocks. */
let served: {
  readonly founded: DataDirectory;
  readonly node: LedgerNode;
  readonly snapshot: Snapshot;
  readonly chunks: readonly Uint8Array[];
  /** The first chunk that has nothing of block 0, which everybody has. */
  readonly fresh: number;
};

async function shelve(node: LedgerNode): Promise<{ snapshot: Snapshot; chunks: Uint8Array[] }> {
  const { opened } = node;
  const chunkStarts = new ChunkStarts(FEW_BYTES);
  for (const { leaf } of opened.log.leaves()) chunkStarts.push(leaf.length);
  const options = { everyMs: 0, kept: 3 };
  const shelf = new SnapshotShelf({ ...opened, chunkStarts }, options, () => node.closings.bytes());
  shelf.shown(HEIGHT, opened.published.size);
  const [snapshot] = shelf.list();
  if (snapshot === undefined) throw new Error("nothing is offered");
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < snapshot.chunks; i++) {
    chunks.push((await shelf.chunk(snapshot.height, i)) ?? new Uint8Array(0));
  }
  return { snapshot, chunks };
}

beforeAll(async () => {
  const data = foundNetwork(tempDir(), ["a", "b", "c", "d"]);
  const founded = new DataDirectory(join(tempDir(), "founded"));
  cpSync(data.root, founded.root, { recursive: true });
  await grow(data, 0, GROWN);
  const node = await openNode(data);
  const shelved = await shelve(node);
  const blockZero = node.opened.seals.at(0) + 1;
  const fresh = shelved.chunks.findIndex(
    (chunk, i) => i > 0 && (decodeLeaves(chunk)?.first ?? 0) >= blockZero,
  );
  served = { founded, node, ...shelved, fresh };
  return () => node.stop();
});

/** A directory that holds block 0 of the same network, opened to take a snapshot. */
async function joiner() {
  const data = new DataDirectory(join(tempDir(), "joiner"));
  cpSync(served.founded.root, data.root, { recursive: true });
  return opened(data);
}

async function opened(data: DataDirectory) {
  const quiet = { onRecovery: () => {}, onRebuild: () => {}, onCatchUp: () => {} };
  const stores = await openLedger(data, quiet);
  let open = true;
  const close = async () => {
    if (open) await stores.close();
    open = false;
  };
  onTestFinished(close);
  const { ledger, log, record, config, id, tiles, index } = stores;
  const application = new LedgerApplication(ledger, log, record, stores.engineHeight);
  const done: string[] = [];
  const chunkStarts = new ChunkStarts(FEW_BYTES);
  for (const { leaf } of log.leaves()) chunkStarts.push(leaf.length);
  const sync = new StateSync(
    { ...stores, chunkStarts },
    {
      application,
      trust: () =>
        trustText(index, { name: config.network, id }, (size) =>
          rootOf(size, (level, at) => tiles.node(level, at)),
        ),
      onDone: async (note) => void done.push(note),
    },
  );
  return { data, stores, application, sync, chunkStarts, done, close };
}

const hashNow = () => appHash(head());
const head = () => {
  const { frontier } = served.node.opened.ledger.head;
  return { size: frontier.size, root: frontier.root() };
};

async function takeAll(sync: StateSync, chunks: readonly Uint8Array[]): Promise<boolean[]> {
  const taken: boolean[] = [];
  for (const [i, chunk] of chunks.entries()) taken.push(await sync.apply(i, chunk));
  return taken;
}

describe("a node that joins", () => {
  it("stands where the others do, by chunks alone, and still after it was opened anew", async () => {
    const { snapshot, chunks, node } = served;
    expect(snapshot.chunks - served.fresh).toBeGreaterThan(3);
    const { data, sync, application, done, close } = await joiner();
    expect(sync.offer(snapshot, hashNow())).toBe(true);
    expect(new Set(await takeAll(sync, chunks))).toEqual(new Set([true]));
    expect(done).toEqual([node.opened.published.publication?.note]);
    const { height, time, size, root } = node.opened.published.publication ?? {};
    const stands = { height, time, size, root, engineHeight: HEIGHT };
    expect(application.info()).toEqual(stands);
    await close();
    const again = await opened(data);
    expect(again.application.info()).toEqual(stands);
    for (const i of [0, GROWN - 1]) {
      expect(again.stores.index.get(officeKey(i))).toEqual(node.opened.index.get(officeKey(i)));
    }
  });

  it("proves what is current as the others do, and makes the next block", async () => {
    const { stores, sync, close, data } = await joiner();
    sync.offer(served.snapshot, hashNow());
    await takeAll(sync, served.chunks);
    expect(stores.published.activity(0)).toEqual(served.node.opened.published.activity(0));
    await close();
    const [one, other] = [await openNode(data), served.node];
    onTestFinished(() => one.stop());
    await appoint(one, 1000);
    expect(one.opened.ledger.head.seal?.height).toBe(
      (other.opened.ledger.head.seal?.height ?? 0) + 1,
    );
  });

  it("is at the first day again when it was stopped on the way", async () => {
    const { data, sync, application, close } = await joiner();
    const before = application.info();
    sync.offer(served.snapshot, hashNow());
    await takeAll(sync, served.chunks.slice(0, -1));
    expect(application.info().size).toBeGreaterThan(before.size);
    await close();
    const again = await opened(data);
    expect(again.application.info()).toEqual(before);
    again.sync.offer(served.snapshot, hashNow());
    await takeAll(again.sync, served.chunks);
    expect(again.application.info()).toMatchObject(head());
  });

  it("goes on with another snapshot where one broke off, however often", async () => {
    const { sync, application, chunkStarts } = await joiner();
    for (let end = served.fresh; end < served.chunks.length; end++) {
      sync.offer(served.snapshot, hashNow());
      await takeAll(sync, served.chunks.slice(0, end));
    }
    expect(sync.offer(served.snapshot, hashNow())).toBe(true);
    expect(new Set(await takeAll(sync, served.chunks))).toEqual(new Set([true]));
    expect(application.info()).toMatchObject(head());
    expect(encodeLayout(chunkStarts.below(head().size))).toEqual(served.snapshot.metadata);
    expect(sync.offer(served.snapshot, hashNow())).toBe(false);
  });

  it("goes back to none that ends before where one broke off", async () => {
    const { sync, application } = await joiner();
    const { metadata } = served.snapshot;
    const endsAt = (size: number) => {
      const hash = appHash({ ...head(), size });
      return sync.offer({ ...served.snapshot, hash: snapshotHash(hash, metadata) }, hash);
    };
    sync.offer(served.snapshot, hashNow());
    await takeAll(sync, served.chunks.slice(0, served.fresh + 2));
    const { size } = application.info();
    expect([endsAt(size - 1), endsAt(size)]).toEqual([false, true]);
  });

  it("keeps nothing of a chunk in which any byte is another", async () => {
    const { sync, application } = await joiner();
    sync.offer(served.snapshot, hashNow());
    await takeAll(sync, served.chunks.slice(0, served.fresh));
    const before = application.info();
    const chunk = served.chunks[served.fresh] as Uint8Array;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(chunk.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const damaged = chunk.slice();
          damaged[at] = (damaged[at] ?? 0) ^ by;
          expect(await sync.apply(served.fresh, damaged)).toBe(false);
          expect(application.info()).toEqual(before);
        },
      ),
      { numRuns: 200, examples: [[2, 48]] },
    );
    expect(await sync.apply(served.fresh, chunk)).toBe(true);
  });

  it("takes no leaves before the agencies' checkpoint, and none out of order", async () => {
    const { sync } = await joiner();
    await expect(sync.apply(0, served.chunks[0] as Uint8Array)).rejects.toMatchObject({
      code: "SYNC_ORDER",
    });
    sync.offer(served.snapshot, hashNow());
    expect(await sync.apply(1, served.chunks[1] as Uint8Array)).toBe(false);
    expect(await sync.apply(0, served.chunks[0] as Uint8Array)).toBe(true);
    const last = served.chunks.length - 1;
    expect(await sync.apply(last, served.chunks[last] as Uint8Array)).toBe(false);
    expect(await sync.apply(1, served.chunks[1] as Uint8Array)).toBe(true);
  });

  it("takes a chunk whole or not at all, though a part of it proves itself too", async () => {
    const { sync, application } = await joiner();
    sync.offer(served.snapshot, hashNow());
    await takeAll(sync, served.chunks.slice(0, served.fresh));
    const before = application.info();
    const part = decodeLeaves(served.chunks[served.fresh] as Uint8Array);
    const leaves = part?.leaves.slice(0, -1) ?? [];
    const first = part?.first ?? 0;
    const { size } = served.node.opened.published;
    const consistency = consistencyPath(first + leaves.length, size, served.node.opened.tiles.node);
    expect(await sync.apply(served.fresh, encodeLeaves({ first, leaves, consistency }))).toBe(
      false,
    );
    expect(application.info()).toEqual(before);
    expect(await sync.apply(served.fresh, served.chunks[served.fresh] as Uint8Array)).toBe(true);
  });

  it("begins from no snapshot that its own hash does not name", async () => {
    const { sync } = await joiner();
    const { chunks, metadata, hash } = served.snapshot;
    const later = metadata.slice();
    later[later.length - 1] = (later[later.length - 1] ?? 0) ^ 1;
    for (const change of [
      { chunks: chunks - 1 },
      { metadata: metadata.slice(0, -8), chunks: chunks - 1 },
      { metadata: later },
      { metadata: new Uint8Array(0), chunks: 1 },
      { hash: hash.map((byte) => byte ^ 1) },
    ]) {
      expect(sync.offer({ ...served.snapshot, ...change }, hashNow())).toBe(false);
    }
  });

  it("believes no checkpoint without a quorum, of another state, or of a stranger", async () => {
    const note = served.node.opened.published.publication?.note ?? "";
    const bundle = await served.node.closings.bytes();
    const lines = note.split("\n");
    const cosigned = lines.filter((line) => /^— [abcd] /.test(line));
    const without = (count: number) =>
      lines.filter((line) => !cosigned.slice(0, count).includes(line)).join("\n");
    const { sync } = await joiner();
    const taken: boolean[] = [];
    for (const checkpoint of [without(1), without(2), note.replace("test", "tes"), ""]) {
      sync.offer(served.snapshot, hashNow());
      taken.push(await sync.apply(0, encodeHead({ checkpoint, bundle })));
    }
    expect(taken).toEqual([true, false, false, false]);
    const other = appHash({ ...head(), size: head().size + 1 });
    const { metadata } = served.snapshot;
    sync.offer({ ...served.snapshot, hash: snapshotHash(other, metadata) }, other);
    expect(await sync.apply(0, served.chunks[0] as Uint8Array)).toBe(false);
    sync.offer(served.snapshot, hashNow());
    expect(
      await sync.apply(0, encodeHead({ checkpoint: note, bundle: encodeCbor([1, [[]]]) })),
    ).toBe(false);
  });

  it("is given no record in which something was struck that nobody decided on", async () => {
    const { sync } = await joiner();
    const chunks = served.chunks.map((chunk, i) => {
      const part = i === served.fresh ? decodeLeaves(chunk) : null;
      const [leaf, ...rest] = part?.leaves ?? [];
      if (part === null || leaf === undefined) return chunk;
      // Its hash is right, so the tree is.
      const tombstone = encodeCbor([0, leafHash(leaf), part.first]);
      return encodeLeaves({ ...part, leaves: [tombstone, ...rest] });
    });
    sync.offer(served.snapshot, hashNow());
    await expect(takeAll(sync, chunks)).rejects.toMatchObject({ code: "REPLAY_STRUCK" });
  });
});

describe("snapshots on the shelf", () => {
  it("are the same of two nodes with the same log, however often they were begun", async () => {
    const again = await shelve(served.node);
    expect(toHex(again.snapshot.hash)).toBe(toHex(served.snapshot.hash));
    expect(again.chunks.slice(1)).toEqual(served.chunks.slice(1));
  });

  it("are of shown blocks alone, no more often than they should, and the newest come first", async () => {
    const { opened, closings } = served.node;
    const shelf = new SnapshotShelf(opened, { everyMs: 60_000, kept: 3 }, () => closings.bytes());
    const { size } = opened.published;
    shelf.shown(5, size - 1);
    shelf.shown(0, size);
    expect(shelf.list()).toEqual([]);
    shelf.shown(6, size);
    shelf.shown(7, size);
    expect(shelf.list().map(({ height }) => height)).toEqual([6]);
    expect(await shelf.chunk(7, 0)).toBeNull();
    expect(await shelf.chunk(6, 2)).toBeNull();
  });
});
