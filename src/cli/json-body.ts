import { limits } from "../base/limits.js";
import { fromHex, toHex } from "../base/text.js";
import type { Cbor } from "../codec/cbor-value.js";
import { cliError } from "./errors.js";

/** A transaction's body from JSON; bytes stand as `{ "hex": "00ff" }`. @throws CLI_USAGE, TEXT_HEX */
export function bodyFromJson(value: unknown): Cbor {
  return convert(value, 0);
}

/** The inverse of `bodyFromJson`, for what it can have read. */
export function bodyToJson(value: Cbor): unknown {
  if (value instanceof Uint8Array) return { hex: toHex(value) };
  if (Array.isArray(value)) return value.map(bodyToJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, bodyToJson(each)]));
}

function convert(value: unknown, depth: number): Cbor {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isSafeInteger(value)) throw cliError("CLI_USAGE", { needs: "whole numbers" });
      return value;
    case "object":
      return value === null ? null : convertStructure(value, depth + 1);
    default:
      throw cliError("CLI_USAGE", { type: typeof value });
  }
}

function convertStructure(value: object, depth: number): Cbor {
  // JSON that a stack has no room for is read all the same, and CBOR of ours ends long before.
  if (depth > limits.cborDepth)
    throw cliError("CLI_USAGE", {
      needs: `at most ${limits.cborDepth} lists and maps within one another`,
    });
  if (Array.isArray(value)) return value.map((item) => convert(item, depth));
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "hex" && typeof only[1] === "string") {
    return fromHex(only[1]);
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, convert(member, depth)]));
}
