import { geojsonError } from "./errors.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import type { Parcel } from "./parcel.js";

const reference = /^[A-Za-z0-9._~-]{1,64}$/;
const code = /^[A-Za-z0-9]{1,16}$/;
const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;

/**
 * The cadastre's properties; each may be missing or null, others are passed over: what the register
 * does not keep shall not reach it.
 * @throws GEOJSON_PROPERTY
 */
export function readProperties(value: Json | undefined, id: string): Omit<Parcel, "id" | "shape"> {
  const properties = isObject(value) ? value : {};
  return {
    reference: text(properties, "id", reference) ?? id,
    legalAreaM2: area(properties, "contenance"),
    commune: text(properties, "commune", code),
    prefix: text(properties, "prefixe", code),
    section: text(properties, "section", code),
    number: text(properties, "numero", code),
    surveyed: flag(properties, "arpente"),
    created: text(properties, "created", day),
    updated: text(properties, "updated", day),
  };
}

function text(properties: JsonObject, property: string, pattern: RegExp): string | null {
  const value = properties[property] ?? null;
  if (value === null) return null;
  if (typeof value !== "string" || !pattern.test(value)) {
    throw geojsonError("GEOJSON_PROPERTY", { property });
  }
  return value;
}

function area(properties: JsonObject, property: string): number | null {
  const value = properties[property] ?? null;
  if (value === null) return null;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw geojsonError("GEOJSON_PROPERTY", { property });
  }
  return value;
}

function flag(properties: JsonObject, property: string): boolean | null {
  const value = properties[property] ?? null;
  if (value !== null && typeof value !== "boolean") {
    throw geojsonError("GEOJSON_PROPERTY", { property });
  }
  return value;
}
