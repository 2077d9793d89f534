import { expect, it } from "vitest";
import { showTime } from "./times.js";

it.each([
  [0, "1970-01-01T00:00:00.000Z"],
  [8_640_000_000_000_000, "+275760-09-13T00:00:00.000Z"],
  [8_640_000_000_000_001, "8640000000000001 ms after 1970"],
  [Number.MAX_SAFE_INTEGER, "9007199254740991 ms after 1970"],
])("shows %d, which a foreign transaction may be valid until", (time, shown) => {
  expect(showTime(time)).toBe(shown);
});
