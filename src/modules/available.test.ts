import { expect, it } from "vitest";
import { z } from "zod";
import { availableModules } from "./available.js";

const bodies = availableModules.flatMap(({ name, transactions }) =>
  Object.entries(transactions).map(([type, { schema }]) => [`${name}.${type}`, schema] as const),
);

it.each(bodies)("%s: parsing its body changes nothing in it", (_, schema) => {
  // A default, a transformation, or a member that is passed over would tell the two apart.
  const written = (io: "input" | "output") =>
    z.toJSONSchema(schema, { unrepresentable: "any", io });
  expect(written("output")).toEqual(written("input"));
});
