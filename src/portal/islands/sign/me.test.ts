import { describe, expect, it } from "vitest";
import { type Identity, meant } from "./me.js";

const person = (id: string): Identity => ({
  id,
  label: id,
  handle: { handle: id, number: 0, version: 0, openings: null, made: 0 },
  official: null,
});
const [ana, bo] = [person("a"), person("b")];

describe("who is meant in a signing room", () => {
  it.each([
    ["the one that the link names", [ana, bo], "b", "a", bo],
    ["the one that the device remembers", [ana, bo], "", "a", ana],
    ["another than one that is not here", [ana, bo], "c", "b", bo],
    ["the only one", [ana], "", undefined, ana],
    ["nobody, where there is a choice", [ana, bo], "", undefined, null],
    ["nobody, where there is none", [], "a", "a", null],
  ])("%s", (_, identities, named, remembered, expected) => {
    expect(meant(identities, named, remembered)).toBe(expected);
  });
});
