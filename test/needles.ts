import { createHash } from "node:crypto";
import type { Person } from "../src/cli/demo/people.js";

/** A byte string that must not stand anywhere, and what it would give away. */
export type Needle = { readonly bytes: Buffer; readonly what: string };

/** Shorter names stand by chance in any few hundred thousand characters of base64, as signed notes have. */
const LEAST_LETTERS = 6;
/** By which a needle is looked up. */
const START_BYTES = 4;

/**
 * Everything by which a person could be found: each text in any case, with its accents and without,
 * in UTF-8 and UTF-16, and the SHA-256 of each, as bytes and in hex.
 */
export function needlesOf(person: Person): Needle[] {
  return textsOf(person).flatMap((text) =>
    variantsOf(text).flatMap((variant): Needle[] => {
      const digest = createHash("sha256").update(variant).digest();
      return [
        { bytes: Buffer.from(variant), what: variant },
        { bytes: Buffer.from(variant, "utf16le"), what: `${variant} in UTF-16` },
        { bytes: digest, what: `SHA-256 of ${variant}` },
        { bytes: Buffer.from(digest.toString("hex")), what: `SHA-256 of ${variant} in hex` },
        { bytes: Buffer.from(digest.toString("hex").toUpperCase()), what: `its hex in capitals` },
      ];
    }),
  );
}

function textsOf({ name, number, birthDate, address }: Person): string[] {
  const [given = "", ...rest] = name.split(" ");
  const [year, month, day] = birthDate.split("-");
  const dates = [birthDate, `${year}${month}${day}`, `${day}.${month}.${year}`];
  const [line = ""] = address.split(",");
  const names = [name, `${rest.join(" ")} ${given}`, `${rest.join(" ")}, ${given}`];
  const parts = [given, ...rest].filter(({ length }) => length >= LEAST_LETTERS);
  return [...names, ...parts, number, ...dates, `${day}/${month}/${year}`, address, line];
}

function variantsOf(text: string): string[] {
  const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll("ø", "o");
  const spellings = [text, text.normalize("NFD"), plain];
  const cases = spellings.flatMap((one) => [one, one.toUpperCase(), one.toLowerCase()]);
  return [...new Set(cases)];
}

/** What of the needles stands in the bytes, in one reading. */
export function found(bytes: Buffer, needles: readonly Needle[]): string[] {
  const byStart = new Map<number, Needle[]>();
  for (const needle of needles) {
    const start = needle.bytes.readUInt32LE(0);
    const same = byStart.get(start);
    if (same === undefined) byStart.set(start, [needle]);
    else same.push(needle);
  }
  const hits = new Set<string>();
  for (let at = 0; at + START_BYTES <= bytes.length; at++) {
    for (const { bytes: wanted, what } of byStart.get(bytes.readUInt32LE(at)) ?? []) {
      if (wanted.equals(bytes.subarray(at, at + wanted.length))) hits.add(what);
    }
  }
  return [...hits];
}
