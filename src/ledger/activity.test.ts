import fc from "fast-check";
import { expect, it } from "vitest";
import { Frontier } from "../crypto/frontier.js";
import { leafHash } from "../crypto/hash.js";
import { Activity, checkActivity, chunkCount, chunkOf } from "./activity.js";

/** The root of the chunks from nothing but the chunks. */
function rootOfChunks(activity: Activity): Uint8Array {
  const frontier = new Frontier();
  for (let chunk = 0; chunk < chunkCount(activity.size); chunk++) {
    frontier.append(leafHash(activity.chunk(chunk)));
  }
  return frontier.root();
}

it("has the root and the paths of its chunks, however bits turn between two roots", () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: 700 }), fc.nat()), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(steps, (rounds) => {
      const activity = new Activity();
      for (const [count, chance] of rounds) {
        for (let i = 0; i < count; i++) {
          const { size } = activity;
          activity.append(size > 0 && (i + chance) % 3 === 0 ? (chance + i * 7) % size : null);
        }
        const { size } = activity;
        if (size === 0) continue;
        const root = activity.root();
        expect(root).toEqual(rootOfChunks(activity));
        const index = chance % size;
        const chunk = activity.chunk(chunkOf(index));
        const path = activity.path(chunkOf(index));
        expect(checkActivity({ index, size, chunk, path }, root)).toBe(activity.bit(index));
      }
    }),
  );
});
