import { describe, expect, it } from "vitest";
import { openApi } from "./openapi.js";
import type { Route } from "./route.js";
import { routes } from "./routes.js";

const document = openApi(routes, "1");
const named = Object.entries<Route>(routes);

/** Every object in the document, from the outside in. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return;
  if (!Array.isArray(value)) yield { ...value };
  for (const member of Object.values(value)) yield* objectsIn(member);
}

function operationOf({ path, method }: Route): Record<string, unknown> {
  return document.paths[path]?.[method.toLowerCase()] ?? {};
}

describe("OpenAPI document", () => {
  it("has every route and nothing else", () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.toSorted()).toEqual(named.map(([name]) => name).toSorted());
  });

  it.each(named)("declares %s as it is", (name, route) => {
    const operation = operationOf(route);
    expect(operation).toMatchObject({ operationId: name, tags: [route.tag] });
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = [...objectsIn(operation["parameters"])].filter((o) => o["in"] === "path");
    expect(declared.map(({ name }) => name)).toEqual(inPath);
    expect(declared.every(({ required }) => required === true)).toBe(true);
    const statuses = [...Object.keys(route.answers), ...route.errors.map(String), "default"];
    expect(Object.keys(Object(operation["responses"])).toSorted()).toEqual(statuses.toSorted());
  });

  it("describes every operation, tag by tag, in words", () => {
    for (const [, { summary, description }] of named) {
      expect(summary).not.toBe("");
      expect(description.endsWith(".")).toBe(true);
    }
  });

  it("is plain JSON whose references lead somewhere", () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    const references = [...objectsIn(document)].flatMap(({ $ref }) => $ref ?? []);
    expect(new Set(references)).toEqual(new Set(["#/components/schemas/Error"]));
    expect(document.components.schemas["Error"]).toMatchObject({ type: "object" });
  });

  it("has a box as a list of four numbers, which every tool understands", () => {
    expect([...objectsIn(document)].filter((o) => "prefixItems" in o)).toEqual([]);
    const four = { type: "array", items: { type: "number" }, minItems: 4, maxItems: 4 };
    const [box] = [...objectsIn(operationOf(routes.landParcels))].filter(
      (o) => o["name"] === "box",
    );
    expect(box).toMatchObject({ schema: four });
  });

  it("lets members be added to answers", () => {
    const closed = [...objectsIn(document)].filter((o) => o["additionalProperties"] === false);
    expect(closed).toEqual([]);
  });
});
