import fc from "fast-check";
import { expect, it } from "vitest";
import type { StoredFact } from "../../ledger/state.js";
import { ReadAhead } from "./read-ahead.js";
import { Shelf } from "./shelf.js";
import { factCodec } from "./stored.js";

/** Room for one value in each generation, so that values are soon forgotten. */
const MOST_BYTES = 420;

/** A shelf of few values over a disk that answers when it is told to, as it stood when it was asked. */
class Bench {
  readonly model = new Map<string, number>();
  readonly #disk = new Map<string, Uint8Array>();
  readonly #answers: (() => void)[] = [];
  readonly #unwritten = new Map<string, StoredFact>();
  fetched: string[] = [];
  readonly shelf: Shelf<StoredFact>;
  readonly ahead: ReadAhead;
  #size = 0;

  constructor() {
    this.shelf = new Shelf(factCodec, MOST_BYTES, (key) => {
      this.fetched.push(key);
      return this.#disk.get(key);
    });
    this.ahead = new ReadAhead(this.shelf, (keys) => {
      const stood = keys.map((key) => this.#disk.get(key));
      return new Promise((resolve) => this.#answers.push(() => resolve(stood)));
    });
  }

  set(key: string): void {
    const stored = { index: ++this.#size, value: this.#size };
    this.model.set(key, this.#size);
    this.#unwritten.set(key, stored);
    this.shelf.set(new Map([[key, stored]]), this.#size);
  }

  write(): void {
    for (const [key, stored] of this.#unwritten) this.#disk.set(key, factCodec.encode(stored));
    this.#unwritten.clear();
    this.shelf.written(this.#size);
  }

  ask(keys: readonly string[]): Promise<void> {
    return this.ahead.bring((state) => {
      for (const key of keys) state.get(key);
    });
  }

  async answer(): Promise<void> {
    for (const answer of this.#answers.splice(0)) answer();
    // The answer, and those whom it is handed on to.
    for (let i = 0; i < 4; i++) await Promise.resolve();
  }
}

it("brings into memory what is then not read from disk", async () => {
  const bench = new Bench();
  for (const key of ["a", "b", "c", "d", "e"]) bench.set(key);
  bench.write();
  for (const key of ["x", "y", "z"]) bench.set(key);
  bench.write();
  const asked = bench.ask(["a"]);
  await Promise.resolve();
  await bench.answer();
  await asked;
  expect(bench.shelf.get("a")?.value).toBe(1);
  expect(bench.fetched).toEqual([]);
});

it("reads on where what it read names more", async () => {
  const bench = new Bench();
  for (const key of ["a", "b", "x", "y", "z"]) bench.set(key);
  bench.write();
  for (const key of ["x", "y", "z"]) bench.set(key);
  const asked = bench.ahead.bring((state) => {
    if (state.get("a") !== undefined) state.get("b");
  });
  for (let hop = 0; hop < 3; hop++) await bench.answer();
  await asked;
  expect([bench.shelf.get("a")?.value, bench.shelf.get("b")?.value]).toEqual([1, 2]);
  expect(bench.fetched).toEqual([]);
});

it("drops what it read while a newer value was set, written and forgotten", async () => {
  const bench = new Bench();
  bench.set("a");
  bench.write();
  for (const key of ["x", "y", "z"]) bench.set(key);
  bench.write();
  const asked = bench.ask(["a"]);
  await Promise.resolve();
  bench.set("a");
  bench.write();
  for (const key of ["x", "y", "z"]) bench.set(key);
  bench.write();
  for (let hop = 0; hop < 3; hop++) await bench.answer();
  await asked;
  expect(bench.shelf.get("a")?.value).toBe(bench.model.get("a"));
});

it("never puts an older value over a newer one, however late the disk answers", async () => {
  const key = fc.constantFrom("a", "b", "c", "d", "e");
  const step = fc.oneof(
    { weight: 2, arbitrary: fc.tuple(fc.constant("set" as const), key) },
    { weight: 6, arbitrary: fc.tuple(fc.constant("setAndWrite" as const), key) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom("ask" as const, "get" as const), key) },
    fc.tuple(fc.constantFrom("write" as const, "answer" as const), key),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
      const bench = new Bench();
      const asked: Promise<void>[] = [];
      for (const [what, at] of steps) {
        if (what === "set" || what === "setAndWrite") bench.set(at);
        if (what === "write" || what === "setAndWrite") bench.write();
        if (what === "answer") await bench.answer();
        if (what === "ask") asked.push(bench.ask([at]));
        if (what === "get") expect(bench.shelf.get(at)?.value).toBe(bench.model.get(at));
        await Promise.resolve();
      }
      for (let hop = 0; hop < 4; hop++) await bench.answer();
      await Promise.all(asked);
      for (const [at, value] of bench.model) expect(bench.shelf.get(at)?.value).toBe(value);
    }),
    { numRuns: 2000 },
  );
});
