import { expect, it } from "vitest";
import { routes } from "../../src/api/routes.js";
import { read } from "./sources.js";

it("has every address in docs/reference/api.md, and no other", () => {
  const documented = [
    ...read("docs/reference/api.md").matchAll(/`(GET|POST) (\/api\/v1\/[^`?]+)/g),
  ];
  const listed = new Set(documented.map(([, method, path]) => `${method} ${path}`));
  const defined = new Set(Object.values(routes).map(({ method, path }) => `${method} ${path}`));
  expect([...listed].sort()).toEqual([...defined].sort());
});
