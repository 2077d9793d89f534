import { expect, it } from "vitest";
import { QuorumWatch } from "./quorum-watch.js";

const options = { unshownBlocks: 3, silenceMs: 1000, lookMs: 1_000_000 };

it.each([
  [null, { unshown: 2, silentMs: 999, signs: true }],
  ["ENGINE_QUORUM", { unshown: 3, silentMs: 0, signs: true }],
  ["ENGINE_QUORUM", { unshown: 0, silentMs: 1000, signs: true }],
  ["AGENCY_NONE", { unshown: 0, silentMs: 0, signs: false }],
])("answers %s where the others stand so: %o", (code, { unshown, silentMs, signs }) => {
  const watched = { unshown: () => unshown, silentMs: () => silentMs, signs: () => signs };
  const watch = new QuorumWatch(watched, options);
  expect(watch.trouble?.code ?? null).toBe(code);
});

it("takes again once the others have signed", () => {
  let unshown = 3;
  const watch = new QuorumWatch(
    { unshown: () => unshown, silentMs: () => 0, signs: () => true },
    options,
  );
  expect(watch.trouble?.facts).toEqual({ unshown: 3, silentMs: 0 });
  unshown = 0;
  expect(watch.trouble).toBe(null);
});
