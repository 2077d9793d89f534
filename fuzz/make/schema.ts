import fc, { type Arbitrary } from "fast-check";
import type { z } from "zod";

/**
 * Values that a schema takes, or nearly: what a refinement or a check of several members wants besides
 * is left to chance. `known` are values that mean something to whoever gets them (ids that stand on
 * record, keys, shapes): wherever the schema takes one, it is used more often than not.
 */
export function arbitraryOf(
  schema: z.core.$ZodType,
  known: readonly unknown[],
): Arbitrary<unknown> {
  const fitting = known.filter((value) => parses(schema, value));
  const made = madeOf(schema, known);
  if (fitting.length === 0) return made ?? fc.constant(null);
  const kept = fc.constantFrom(...fitting);
  return made === null
    ? kept
    : fc.oneof({ weight: 3, arbitrary: kept }, { weight: 1, arbitrary: made });
}

function parses(schema: z.core.$ZodType, value: unknown): boolean {
  const { issues } = schema._zod.run({ value, issues: [] }, { async: false }) as {
    issues: unknown[];
  };
  return issues.length === 0;
}

/** Null for a schema that says nothing of how its values are made. */
function madeOf(schema: z.core.$ZodType, known: readonly unknown[]): Arbitrary<unknown> | null {
  const { def, bag } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "string":
      return textOf(bag);
    case "number":
      return fc.integer(boundsOf(bag));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "literal":
      return fc.constantFrom(...def.values);
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "nullable":
      return fc.option(arbitraryOf(def.innerType, known), { freq: 3 });
    case "optional":
      return fc.option(arbitraryOf(def.innerType, known), { freq: 3, nil: undefined });
    case "array":
      return fc.array(arbitraryOf(def.element, known), { minLength: 1, maxLength: 4 });
    case "tuple":
      return fc.tuple(...def.items.map((item) => arbitraryOf(item, known)));
    case "union":
      return fc.oneof(...def.options.map((option) => arbitraryOf(option, known)));
    case "object":
      return fc.record(
        Object.fromEntries(
          Object.entries(def.shape).map(([name, member]) => [name, arbitraryOf(member, known)]),
        ),
        { noNullPrototype: true },
      );
    case "pipe":
      return arbitraryOf(def.in, known);
    default:
      return null;
  }
}

type Bag = Readonly<Record<string, unknown>>;

function textOf({ patterns, maximum }: Bag): Arbitrary<string> {
  const [pattern] = patterns instanceof Set ? [...patterns] : [];
  if (pattern instanceof RegExp) return fc.stringMatching(pattern);
  return fc.string({ maxLength: typeof maximum === "number" ? Math.min(maximum, 64) : 16 });
}

function boundsOf({ minimum, maximum }: Bag): { min: number; max: number } {
  const min = typeof minimum === "number" ? minimum : Number.MIN_SAFE_INTEGER;
  const max = typeof maximum === "number" ? maximum : Number.MAX_SAFE_INTEGER;
  return {
    min: Math.max(min, Number.MIN_SAFE_INTEGER),
    max: Math.min(max, Number.MAX_SAFE_INTEGER),
  };
}
