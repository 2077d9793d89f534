import { z } from "zod";
import { readModelError } from "./errors.js";

/** The address register, off the ledger: DIR/places.json (docs/reference/data-directory.md). */

/** Bytes of the file. */
export const PLACES_BYTES = 32 * 1024 * 1024;
const text = z.string().min(1).max(200);
const id = z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/);
const degrees = (most: number) => z.number().min(-most).max(most);

const schema = z.strictObject({
  version: z.literal(1),
  streets: z
    .array(
      z.strictObject({
        id,
        name: text,
        locality: text,
        /** Longitude and latitude. */
        line: z.array(z.tuple([degrees(180), degrees(90)])).max(10_000),
      }),
    )
    .max(200_000),
  addresses: z
    .array(z.strictObject({ parcel: id, street: id, number: z.string().min(1).max(20) }))
    .max(1_000_000),
});
export type Places = z.output<typeof schema>;

export const noPlaces: Places = { version: 1, streets: [], addresses: [] };

/** @throws PLACES_FORM with the path of what is wrong */
export function parsePlaces(bytes: Uint8Array): Places {
  if (bytes.length > PLACES_BYTES) throw wrong("", `more than ${PLACES_BYTES} bytes`);
  const parsed = schema.safeParse(readJson(bytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(issue?.path.map(String).join("/") ?? "", issue?.code ?? "invalid");
  }
  const { streets, addresses } = parsed.data;
  const ids = new Set(streets.map((street) => street.id));
  if (ids.size < streets.length) throw wrong("streets", "an id stands twice");
  const stray = addresses.findIndex(({ street }) => !ids.has(street));
  if (stray >= 0) throw wrong(`addresses/${stray}/street`, "there is no such street");
  return parsed.data;
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw wrong("", "not JSON", cause);
  }
}

const wrong = (path: string, problem: string, cause?: unknown) =>
  readModelError("PLACES_FORM", { path, problem }, cause);
