import { describe, expect, it } from "vitest";
import { csvOf } from "./rows.js";

describe("csvOf", () => {
  it.each([
    ["a plain cell", "plain", "plain"],
    ["a number, even a negative one", -1, "-1"],
    ["nothing", null, ""],
    ["a comma", "a,b", '"a,b"'],
    ["a quote", 'say "no"', '"say ""no"""'],
    ["a line's end", "a\r\nb", '"a\r\nb"'],
    ["what a spreadsheet would run", "=1+1", "'=1+1"],
    ["the same with a comma", "@a,b", `"'@a,b"`],
  ])("writes %s", (_, cell, text) => {
    expect(csvOf({ columns: ["x", "y"], rows: [[cell, "z"]] })).toBe(`x,y\r\n${text},z\r\n`);
  });
});
