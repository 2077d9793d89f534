import { type Facts, isCoded } from "../../base/errors.js";
import { checkShape } from "../../modules/land/geometry/check-shape.js";
import { checkCrs } from "./check-crs.js";
import { geojsonError } from "./errors.js";
import { isArray, isObject, type Json } from "./json.js";
import type { Parcel } from "./parcel.js";
import { readProperties } from "./read-properties.js";
import { readShape } from "./read-shape.js";

/** `index` is the feature's place in the file, from 0. */
export type ReadFeature =
  | (Parcel & { readonly ok: true; readonly index: number })
  | {
      readonly ok: false;
      readonly index: number;
      /** What stands as its id, cut to 64 characters; empty where that is not text. */
      readonly id: string;
      readonly code: string;
      readonly facts: Facts;
    };

export type ParsedFile = { readonly features: readonly ReadFeature[] };

/** UTF-16 units, which are the file's bytes but for the few letters outside ASCII. */
export const fileLimit = 512 * 1024 * 1024;

/**
 * The parcels of a GeoJSON file (RFC 7946) with the properties of the French cadastre, each read or
 * refused for itself. Nothing is repaired but the direction of rings: no vertex is moved or dropped.
 * Refusals: GEOJSON_* of `errors.ts`, LAND_* of the land module's geometry.
 * @throws GEOJSON_TOO_LARGE, GEOJSON_NOT_JSON, GEOJSON_NOT_A_COLLECTION, GEOJSON_CRS
 */
export function readParcels(text: string, limit: number = fileLimit): ParsedFile {
  if (text.length > limit) throw geojsonError("GEOJSON_TOO_LARGE", { size: text.length, limit });
  const file = parse(text);
  if (!isObject(file)) throw geojsonError("GEOJSON_NOT_A_COLLECTION");
  const { type, features } = file;
  if (type !== "FeatureCollection" || !isArray(features)) {
    throw geojsonError("GEOJSON_NOT_A_COLLECTION");
  }
  checkCrs(file);
  const seen = countIds(features);
  return { features: features.map((feature, index) => readFeature(feature, index, seen)) };
}

function parse(text: string): Json {
  try {
    // RFC 8259 §8.1: a parser may pass over a byte order mark.
    return JSON.parse(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (cause) {
    throw geojsonError("GEOJSON_NOT_JSON", {}, cause);
  }
}

function countIds(features: readonly Json[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const feature of features) {
    const id = textId(feature);
    if (id !== null) seen.set(id, (seen.get(id) ?? 0) + 1);
  }
  return seen;
}

function readFeature(feature: Json, index: number, seen: ReadonlyMap<string, number>): ReadFeature {
  try {
    return { ok: true, index, ...readParcel(feature, seen) };
  } catch (error) {
    if (!isCoded(error)) throw error;
    const id = (textId(feature) ?? "").slice(0, 64);
    return { ok: false, index, id, code: error.code, facts: error.facts };
  }
}

function readParcel(feature: Json, seen: ReadonlyMap<string, number>): Parcel {
  if (!isObject(feature)) throw geojsonError("GEOJSON_FEATURE");
  const { type, properties, geometry } = feature;
  if (type !== "Feature") throw geojsonError("GEOJSON_FEATURE");
  const id = textId(feature);
  if (id === null || !isSegment(id)) throw geojsonError("GEOJSON_ID");
  const times = seen.get(id) ?? 0;
  if (times > 1) throw geojsonError("GEOJSON_DUPLICATE_ID", { times });
  checkCrs(feature);
  const read = readProperties(properties, id);
  const shape = readShape(geometry);
  checkShape(shape);
  return { id, shape, ...read };
}

function textId(feature: Json): string | null {
  if (!isObject(feature)) return null;
  const { id } = feature;
  return typeof id === "string" ? id : null;
}

/** "." and ".." would be steps in a path, not names. */
function isSegment(id: string): boolean {
  return /^[A-Za-z0-9._~-]{1,64}$/.test(id) && id !== "." && id !== "..";
}
