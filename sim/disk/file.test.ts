import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SeededChance } from "../chance.js";
import { SimFile } from "./file.js";

const bytes = fc.uint8Array({ minLength: 1, maxLength: 1500 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), bytes, offset: fc.nat({ max: 2000 }) }),
  fc.record({ kind: fc.constant("truncate" as const), byteLength: fc.nat({ max: 2000 }) }),
  fc.record({ kind: fc.constant("sync" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(file: SimFile, done: Step): void {
  if (done.kind === "write") file.write(done.bytes, done.offset);
  else if (done.kind === "sync") file.sync(file.mark);
  else file.truncate(Math.min(done.byteLength, file.byteLength));
}

describe("a simulated file", () => {
  it("keeps what was synced, whatever was cut and written before", () => {
    fc.assert(
      fc.property(fc.array(step), fc.nat(), (steps, seed) => {
        const file = new SimFile();
        for (const each of steps) take(file, each);
        file.sync(file.mark);
        const synced = file.content.slice();
        file.cutPower(new SeededChance(seed, "file"));
        expect(file.content).toEqual(synced);
      }),
    );
  });

  it("has after a power cut, byte by byte, what stood there before or after some write", () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 6 }), bytes, fc.nat(), (writes, first, seed) => {
        const file = new SimFile();
        file.write(first, 0);
        file.sync(file.mark);
        for (const each of writes) file.write(each, 0);
        file.cutPower(new SeededChance(seed, "file"));
        for (const [i, byte] of file.content.entries()) {
          expect([first, ...writes].map((each) => each[i] ?? 0)).toContain(byte);
        }
      }),
    );
  });

  it("forgets what a sync that failed was to write, though it goes on to show it", () => {
    const lost = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const file = new SimFile();
      file.write(Uint8Array.of(1, 2, 3), 0);
      file.failSync();
      file.sync(file.mark);
      expect([...file.content]).toEqual([1, 2, 3]);
      file.cutPower(new SeededChance(seed, "file"));
      return file.byteLength < 3;
    });
    expect(lost).toContain(true);
  });

  it("turns a bit back where it still stands, and lets alone what was written over it", () => {
    const file = new SimFile();
    file.write(Uint8Array.of(1, 2, 3), 0);
    const mend = file.rot(1, 0);
    expect([...file.content]).toEqual([1, 3, 3]);
    expect(mend()).toBe(true);
    expect([...file.content]).toEqual([1, 2, 3]);
    const late = file.rot(1, 0);
    file.write(Uint8Array.of(7), 2);
    expect(late()).toBe(false);
    expect([...file.content]).toEqual([1, 3, 7]);
  });
});
