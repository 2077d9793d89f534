import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CounterfoilError } from "../../base/errors.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { MemoryState, type StateChanges, type StateStore } from "../../ledger/state.js";
import { LevelDb } from "./level-db.js";
import { type IndexOptions, StateIndex } from "./state-index.js";

const network = new Uint8Array(32).fill(7);
const plain: IndexOptions = { network, format: 1, logSize: 1_000_000 };
const coded = (code: string) => expect.objectContaining({ code });

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "index-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const fact = (key: string, index: number, value?: Cbor): StateChanges => ({
  facts: new Map([[key, value === undefined ? { index } : { index, value }]]),
  lists: new Map(),
  deadlines: new Map(),
});

/** Opens, does, closes; answers why an index was thrown away. */
async function session(
  work: (index: StateIndex) => void | Promise<void>,
  options: Partial<IndexOptions> = {},
): Promise<string[]> {
  const wiped: string[] = [];
  const onWipe = (reason: CounterfoilError) => wiped.push(reason.code);
  const index = await StateIndex.open(dir, { ...plain, onWipe, ...options });
  await work(index);
  await index.close();
  return wiped;
}

/** An index of one block of eight facts, at size 8. */
const filled = () =>
  session((index) => {
    for (let i = 0; i < 8; i++) index.apply(fact(`land/title/${i}`, i, { i, "": "value" }), i + 1);
  });

const files = (ending: string) =>
  readdirSync(join(dir, "index"))
    .filter((name) => name.endsWith(ending))
    .map((name) => join(dir, "index", name));

const keys = ["a", "land/title/1", "land/title/2", "tx/00", "zebra"];
const lists = ["open", "due"];
const key = fc.constantFrom(...keys);
const value: fc.Arbitrary<Cbor> = fc.oneof(
  fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n - 1n }),
  fc.uint8Array({ maxLength: 40 }),
  fc.array(fc.string({ unit: "grapheme" })),
  fc.dictionary(fc.string({ maxLength: 3 }), fc.maxSafeInteger()),
);
const changes: fc.Arbitrary<StateChanges> = fc.record({
  facts: fc
    .array(fc.tuple(key, fc.record({ index: fc.nat(), value }, { requiredKeys: ["index"] })))
    .map((entries) => new Map(entries)),
  lists: fc
    .array(fc.tuple(fc.constantFrom(...lists), fc.subarray(keys)))
    .map((entries) => new Map(entries)),
  deadlines: fc
    .array(fc.tuple(key, fc.option(fc.nat({ max: 5 }))))
    .map((entries) => new Map(entries)),
});
const step = fc.oneof(
  { weight: 4, arbitrary: changes },
  fc.constantFrom("drained" as const, "reopen" as const),
);

function expectSame(state: StateStore, model: StateStore): void {
  const bytesOf = (store: StateStore, at: string) => {
    const stored = store.get(at);
    if (stored?.value === undefined) return stored;
    return { index: stored.index, value: encodeCbor(stored.value) };
  };
  for (const at of keys) expect(bytesOf(state, at)).toEqual(bytesOf(model, at));
  for (const list of lists) expect(state.members(list)).toEqual(model.members(list));
  expect(state.due(3)).toEqual(model.due(3));
  expect(state.earliestDeadline()).toEqual(model.earliestDeadline());
}

describe("StateIndex", () => {
  it("answers as a state in memory does, whatever is written yet", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        rmSync(dir, { recursive: true, force: true });
        const model = new MemoryState();
        let index = await StateIndex.open(dir, plain);
        let size = 0;
        for (const next of steps) {
          if (next === "drained") {
            await index.drained();
            expect([index.backlog, index.size]).toEqual([0, size]);
          } else if (next === "reopen") {
            await index.close();
            index = await StateIndex.open(dir, plain);
            expect(index.size).toBe(size);
          } else {
            size++;
            index.apply(next, size);
            model.apply(next);
          }
          expectSame(index, model);
        }
        await index.close();
      }),
      { numRuns: 100 },
    );
  });

  it("writes nothing that the log does not hold durably", async () => {
    let durable = 0;
    await session(
      async (index) => {
        index.apply(fact("a", 0, "first"), 1);
        index.apply(fact("a", 1, "second"), 2);
        durable = 1;
        await index.drained();
        expect([index.size, index.backlog]).toEqual([1, 1]);
        expect(index.get("a")?.value).toBe("second");
      },
      { durableSize: () => durable },
    );
    await session((index) => {
      expect(index.size).toBe(1);
      expect(index.get("a")?.value).toBe("first");
    });
  });

  it("writes in one go what was applied during a write", async () => {
    await session(async (index) => {
      for (let i = 0; i < 10_000; i++) index.apply(fact(`k/${i % 100}`, i, i), i + 1);
      expect(index.backlog).toBe(10_000);
      await index.drained();
      expect([index.backlog, index.size]).toEqual([0, 10_000]);
    });
    await session((index) => expect(index.get("k/99")).toEqual({ index: 9999, value: 9999 }));
  });

  it("gives byte strings that are no views of a Buffer", async () => {
    await session((index) => index.apply(fact("a", 0, [Uint8Array.of(1, 2)]), 1));
    await session((index) => {
      expect(index.get("a")?.value).toStrictEqual([Uint8Array.of(1, 2)]);
    });
  });

  it("is not opened twice", async () => {
    await session(async () => {
      await expect(StateIndex.open(dir, plain)).rejects.toThrowError(coded("INDEX_LOCKED"));
    });
    expect(await filled()).toEqual([]);
  });

  it("is not opened where no directory can be", async () => {
    writeFileSync(join(dir, "index"), "");
    await expect(StateIndex.open(dir, plain)).rejects.toThrowError(coded("INDEX_OPEN"));
  });

  it("takes nothing once it is closed", async () => {
    const index = await StateIndex.open(dir, plain);
    await index.close();
    await index.close();
    expect(() => index.apply(fact("a", 0), 1)).toThrowError(coded("INDEX_CLOSED"));
    expect(() => index.get("a")).toThrowError(coded("INDEX_CLOSED"));
    expect(() => index.members("a")).toThrowError(coded("INDEX_CLOSED"));
  });

  it("takes nothing more once a write has failed", async () => {
    const index = await StateIndex.open(dir, plain);
    // LevelDB goes on writing to the log it has open, so it takes more than its buffer to notice.
    rmSync(dir, { recursive: true });
    const large = { ...fact("large", 0, new Uint8Array(20 * 1024 * 1024)) };
    await expect(
      (async () => {
        for (let i = 0; i < 4; i++) {
          index.apply(large, i + 1);
          await index.drained();
        }
      })(),
    ).rejects.toThrowError(coded("INDEX_FAILED"));
    expect(() => index.apply(fact("a", 9), 9)).toThrowError(coded("INDEX_FAILED"));
    expect(index.get("large")?.index).toBe(0);
    await expect(index.close()).rejects.toThrowError(coded("INDEX_FAILED"));
  });
});

describe("an index that cannot be used is thrown away, with the reason", () => {
  it.each<[string, Partial<IndexOptions>, string]>([
    ["another network's", { network: new Uint8Array(32) }, "INDEX_NETWORK"],
    ["of another format", { format: 2 }, "INDEX_FORMAT"],
    ["ahead of the log", { logSize: 7 }, "INDEX_AHEAD"],
  ])("%s", async (_, options, code) => {
    await filled();
    const wiped = await session((index) => {
      expect(index.size).toBe(0);
      expect(index.get("land/title/1")).toBeUndefined();
      index.apply(fact("a", 0, "new"), 1);
    }, options);
    expect(wiped).toEqual([code]);
    expect(await session((index) => expect(index.size).toBe(1), options)).toEqual([]);
  });

  it.each<[string, () => void]>([
    ["CURRENT is garbage", () => writeFileSync(join(dir, "index", "CURRENT"), "garbage\n")],
    ["the manifest is cut", () => each(files("").filter(isManifest), halve)],
    ["a table is missing", () => each(files(".ldb"), rmSync)],
    ["a table is cut", () => each(files(".ldb"), halve)],
  ])("%s", async (_, harm) => {
    await filled();
    // Opening it again moves what stands in LevelDB's log to a table.
    await session(() => undefined);
    harm();
    expect(await session((index) => expect(index.size).toBe(0))).toEqual(["INDEX_CORRUPT"]);
  });

  it("a value is damaged: found when it is read, thrown away at the next start", async () => {
    await filled();
    await session(() => undefined);
    for (const file of files(".ldb")) {
      const bytes = readFileSync(file);
      for (let at = bytes.indexOf("value"); at >= 0; at = bytes.indexOf("value", at + 1)) {
        bytes[at] = 0x56;
      }
      writeFileSync(file, bytes);
    }
    const index = await StateIndex.open(dir, plain);
    expect(() => index.get("land/title/0")).toThrowError(coded("INDEX_CORRUPT"));
    expect(() => index.apply(fact("a", 9), 9)).toThrowError(coded("INDEX_CORRUPT"));
    await expect(index.close()).rejects.toThrowError(coded("INDEX_CORRUPT"));
    expect(await session((again) => expect(again.size).toBe(0))).toEqual(["INDEX_CORRUPT"]);
  });

  it("its keys cannot be read: found from the first block on", async () => {
    await filled();
    const place = new LevelDb(join(dir, "index"));
    const level = await place.open();
    place.open = async () => level;
    const index = await StateIndex.open(dir, { ...plain, place });
    level.keys = () => {
      throw new Error("EIO");
    };
    index.apply(fact("a", 8), 9);
    expect(() => index.apply(fact("b", 9), 10)).toThrowError(coded("INDEX_CORRUPT"));
    await expect(index.close()).rejects.toThrowError(coded("INDEX_CORRUPT"));
    expect(await session((again) => expect(again.size).toBe(0))).toEqual(["INDEX_CORRUPT"]);
  });

  it("a power failure lost an earlier page of LevelDB's log and kept a later one", async () => {
    const index = await StateIndex.open(dir, plain);
    for (let i = 0; i < 8; i++) {
      index.apply(fact(`k/${i}`, i, new Uint8Array(100_000).fill(i)), i + 1);
      await index.drained();
    }
    const crashed = `${dir}-crashed`;
    cpSync(dir, crashed, { recursive: true });
    await index.close();
    rmSync(dir, { recursive: true });
    cpSync(crashed, dir, { recursive: true });
    rmSync(crashed, { recursive: true });
    for (const file of files(".log")) {
      const bytes = readFileSync(file);
      bytes.fill(0, 4 * 4096, 90 * 4096);
      writeFileSync(file, bytes);
    }
    expect(await session((again) => expect(again.size).toBe(0))).toEqual(["INDEX_CORRUPT"]);
  });

  it("keeps what a torn last write leaves", async () => {
    await filled();
    for (const file of files(".log")) appendFileSync(file, "torn");
    expect(await session((index) => expect(index.size).toBe(8))).toEqual([]);
  });
});

function each(paths: readonly string[], harm: (path: string) => void): void {
  for (const path of paths) harm(path);
}

const isManifest = (file: string) => file.includes("MANIFEST");

function halve(file: string): void {
  truncateSync(file, Math.floor(readFileSync(file).length / 2));
}
