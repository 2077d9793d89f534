import { describe, expect, it } from "vitest";
import { formatFor } from "./format.js";

const ms = Date.UTC(2026, 9, 9, 10, 42, 7);
const utc = formatFor("en-GB", "UTC");

describe("formatFor", () => {
  it("writes dates and times as the design says", () => {
    expect(utc.date(ms)).toBe("9 October 2026");
    expect(utc.dateShort(ms)).toBe("9 Oct 2026");
    expect(utc.clock(ms)).toBe("10:42");
    expect(utc.clockSeconds(ms)).toBe("10:42:07");
    expect(utc.clock(Date.UTC(2026, 0, 1))).toBe("00:00");
    expect(utc.number(148_812_311)).toBe("148,812,311");
  });

  it("gives machines the offset of the named zone, summer and winter", () => {
    const lisbon = formatFor("en-GB", "Europe/Lisbon");
    expect(utc.iso(ms)).toBe("2026-10-09T10:42:07+00:00");
    expect(lisbon.iso(ms)).toBe("2026-10-09T11:42:07+01:00");
    expect(lisbon.iso(Date.UTC(2026, 11, 9))).toBe("2026-12-09T00:00:00+00:00");
  });

  it.each([
    [-5_000, "0 seconds ago"],
    [0, "0 seconds ago"],
    [1_000, "1 second ago"],
    [119_999, "119 seconds ago"],
    [120_000, "2 minutes ago"],
    [7_199_999, "119 minutes ago"],
    [7_200_000, "2 hours ago"],
    [172_800_000, "2 days ago"],
  ])("%d ms later says %s", (passed, expected) => {
    expect(utc.ago(ms, ms + passed)).toBe(expected);
  });

  it("tells days of the named zone apart", () => {
    const late = Date.UTC(2026, 9, 9, 23, 30);
    expect(utc.sameDay(ms, late)).toBe(true);
    expect(formatFor("en-GB", "Europe/Lisbon").sameDay(ms, late)).toBe(false);
  });
});
