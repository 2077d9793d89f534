import { expect, it } from "vitest";
import { Shower } from "./shown.js";

const shower = new Shower(() => true);
const shown = (name: string, value: string | number) =>
  shower.fields({ [name]: value }, [])[0]?.value;

it("shows as a time what a calendar has, and as a number what is none", () => {
  expect(shown("until", 8.64e15)).toEqual({ kind: "time", ms: 8.64e15 });
  expect(shown("until", 9e15)).toEqual({ kind: "number", number: 9e15 });
});

it.each(["constructor", "toString", "__proto__"])("takes a field %s for what it is", (name) => {
  const fields = shower.fields(Object.fromEntries([[name, "t1"]]), []);
  expect(fields[0]?.value).toEqual({ kind: "text", text: "t1" });
});
