import { geojsonError } from "./errors.js";
import { isObject, type Json, type JsonObject } from "./json.js";

/** Names of WGS 84; under all of them the older GeoJSON put longitude first. */
const accepted: ReadonlySet<string> = new Set([
  "CRS84",
  "OGC:CRS84",
  "urn:ogc:def:crs:OGC::CRS84",
  "urn:ogc:def:crs:OGC:1.3:CRS84",
  "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
  "EPSG:4326",
  "urn:ogc:def:crs:EPSG::4326",
  "http://www.opengis.net/def/crs/EPSG/0/4326",
]);

/**
 * RFC 7946 §4 has no `crs` member; the GeoJSON of 2008 had, on any object.
 * @throws GEOJSON_CRS where one names another system, or none
 */
export function checkCrs(object: JsonObject): void {
  const { crs } = object;
  if (crs === undefined) return;
  const name = crsName(crs);
  if (!accepted.has(name)) throw geojsonError("GEOJSON_CRS", { name: name.slice(0, 64) });
}

function crsName(crs: Json): string {
  const { properties } = isObject(crs) ? crs : {};
  const { name } = isObject(properties) ? properties : {};
  return typeof name === "string" ? name : "";
}
