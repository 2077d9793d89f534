import { expect, it } from "vitest";
import { refusal } from "../../test/temp-log.js";
import { limits } from "../base/limits.js";
import { bodyFromJson, bodyToJson } from "./json-body.js";

const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

it("reads bytes from hex, and everything else as it stands", () => {
  const json = { a: [1, "b", true, null], commitment: { hex: "00ff" }, hex: "00" };
  const body = bodyFromJson(json);
  expect(body).toEqual({ ...json, commitment: Uint8Array.of(0, 255) });
  expect(bodyToJson(body)).toEqual(json);
});

it.each([
  ["fractions", 0.5],
  ["numbers past 2⁵³ − 1", 2 ** 53],
  ["what nests deeper than CBOR may", nested(limits.cborDepth + 1)],
  ["what nests deeper than the stack", nested(200_000)],
])("refuses %s", (_, json) => {
  expect(refusal(() => bodyFromJson(json))).toMatchObject({ code: "CLI_USAGE" });
});

it("reads what nests as deep as CBOR may", () => {
  expect(bodyFromJson(nested(limits.cborDepth))).toEqual(nested(limits.cborDepth));
});
