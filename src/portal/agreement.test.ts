import { describe, expect, it } from "vitest";
import { agreementOf } from "./agreement.js";

const nowMs = 1_000_000_000;
const agencies = (...times: (number | null)[]) =>
  times.map((signedAtMs, i) => ({ name: `agency-${i}`, title: `Agency ${i}`, signedAtMs }));
const hour = 3_600_000;

describe("agreementOf", () => {
  it.each([
    ["all", [nowMs - 4, nowMs - 2, nowMs - 9], 2, { state: "all", sinceMs: nowMs - 4 }],
    ["a quorum", [nowMs - 4, null, nowMs - 9], 2, { state: "quorum", sinceMs: nowMs - 9 }],
    ["too few", [nowMs - 4, null, null], 2, { state: "unknown", sinceMs: null }],
    ["none", [null, null, null], 3, { state: "unknown", sinceMs: null }],
    ["no agency at all", [], 1, { state: "unknown", sinceMs: null }],
    [
      "a quorum, but not since yesterday",
      [nowMs, nowMs - 25 * hour, nowMs - 25 * hour],
      2,
      { state: "earlier", sinceMs: nowMs - 25 * hour },
    ],
  ])("%s", (_name, times, quorum, expected) => {
    expect(agreementOf({ agencies: agencies(...times), quorum, nowMs })).toEqual(expected);
  });
});
