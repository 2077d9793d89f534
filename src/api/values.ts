import { z } from "zod";
import type { Json } from "./json.js";

/** Shapes that many routes share. Times are ms since 1970; bytes are lower-case hex. */

export const apiLimits = {
  /** Items of a list: where none is asked for, and at most. */
  pageDefault: 50,
  page: 500,
  /** Body of POST /transactions. */
  sequenceBytes: 8 * 1024 * 1024,
  sequenceCount: 10_000,
} as const;

/** A JSON value: what it is follows from `JSON.parse`, so nothing is left to check. */
export const json = z.custom<Json>((value) => value !== undefined);
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const factIndex = z.int().min(0);
export const size = z.int().min(0);
export const timeMs = z.int();
/** Key of a fact (docs/reference/formats.md, Fact): what a receipt is asked for by. */
export const factKey = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9._~-]+(?:\/[A-Za-z0-9._~-]+)*$/);
export const recordId = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9._~-]+$/);

/** A whole number that stands as text in an address. */
export const wholeNumber = (least: number, most: number) =>
  z.codec(z.string().regex(/^(?:0|[1-9][0-9]{0,15})$/), z.int().min(least).max(most), {
    decode: Number,
    encode: String,
  });
export const naturalNumber = () => wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** A time in an address, ms since 1970; negative before. */
export const timeNumber = () =>
  z.codec(z.string().regex(/^(?:0|-?[1-9][0-9]{0,15})$/), timeMs, {
    decode: Number,
    encode: String,
  });

/** West, south, east and north, by commas. */
export const boxText = () =>
  z.codec(
    z.string().regex(/^-?\d{1,9}(?:\.\d{1,12})?(?:,-?\d{1,9}(?:\.\d{1,12})?){3}$/),
    z.tuple([z.number(), z.number(), z.number(), z.number()]),
    {
      decode: (text) => text.split(",").map(Number) as [number, number, number, number],
      encode: (box) => box.join(","),
    },
  );

/** Members of a list's query. */
export const page = {
  limit: wholeNumber(1, apiLimits.page)
    .optional()
    .describe(`At most so many items; ${apiLimits.pageDefault} where nothing is said.`),
  cursor: recordId.optional().describe("`next` of the answer before; the first items without it."),
};

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe("The cursor of the items after these; null at the end."),
  });

/** A record as it stands, with the key and index of the fact that proves it. */
export const proved = <Value extends z.ZodType>(value: Value) =>
  z.object({ key: factKey, id: z.string(), index: factIndex, value });

export const factsOfCase = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null()]),
);

/** Every error's body. */
export const errorBody = z.object({
  code: z.string().describe("Stable: docs/reference/errors.md has a paragraph for each."),
  message: z.string(),
  facts: factsOfCase.describe("What a person needs to see why."),
  docs: z.string(),
});
export type ErrorBody = z.infer<typeof errorBody>;
