import fc from "fast-check";
import { expect, it } from "vitest";
import { Turns } from "./turns.js";

type Step = { readonly sender: number } | { readonly take: number };
const step = fc.oneof(
  fc.record({ sender: fc.nat(3) }),
  fc.record({ take: fc.nat(5) }),
) satisfies fc.Arbitrary<Step>;

it("lets senders take turns, and keeps each one's order", () => {
  const turns = new Turns<string>();
  for (const item of ["a1", "a2", "a3", "b1", "c1", "c2"]) turns.add(item.slice(0, 1), item);
  expect(turns.take(4)).toEqual(["a1", "b1", "c1", "a2"]);
  turns.giveBack("a", ["a1", "a2"]);
  expect([turns.of("a"), turns.of("b"), turns.size]).toEqual([3, 0, 4]);
  expect(turns.take(9)).toEqual(["c2", "a1", "a2", "a3"]);
});

it("loses nothing and doubles nothing, whatever comes and goes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const turns = new Turns<readonly [sender: string, number: number]>();
      const given = new Map<string, number>();
      const taken = new Map<string, number[]>();
      const take = (most: number) => {
        for (const [sender, number] of turns.take(most)) {
          taken.set(sender, [...(taken.get(sender) ?? []), number]);
        }
      };
      for (const at of steps) {
        if ("take" in at) take(at.take);
        else {
          const sender = String(at.sender);
          const number = given.get(sender) ?? 0;
          turns.add(sender, [sender, number]);
          given.set(sender, number + 1);
        }
      }
      take(turns.size);
      expect(turns.size).toBe(0);
      for (const [sender, count] of given) {
        expect(taken.get(sender)).toEqual(Array.from({ length: count }, (_, i) => i));
      }
    }),
  );
});
