import { fromHex } from "../base/text.js";
import type { Cbor } from "../codec/cbor-value.js";
import { cliError } from "./errors.js";

/** A transaction's body from JSON; bytes stand as `{ "hex": "00ff" }`. @throws CLI_USAGE, TEXT_HEX */
export function bodyFromJson(value: unknown): Cbor {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      if (!Number.isSafeInteger(value)) throw cliError("CLI_USAGE", { needs: "whole numbers" });
      return value;
    case "object":
      return value === null ? null : structureFromJson(value);
    default:
      throw cliError("CLI_USAGE", { type: typeof value });
  }
}

function structureFromJson(value: object): Cbor {
  if (Array.isArray(value)) return value.map(bodyFromJson);
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "hex" && typeof only[1] === "string") {
    return fromHex(only[1]);
  }
  return Object.fromEntries(entries.map(([name, member]) => [name, bodyFromJson(member)]));
}
