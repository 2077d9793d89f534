import { errorFamily } from "../../base/errors.js";

export const geojsonError = errorFamily({
  GEOJSON_NOT_JSON: "The file is not JSON: cut off, or with numbers that JSON does not have.",
  GEOJSON_NOT_A_COLLECTION: "The file is not a GeoJSON FeatureCollection.",
  GEOJSON_TOO_LARGE: "The file is larger than the importer takes.",
  GEOJSON_CRS: "The file names another coordinate system than longitude and latitude in WGS 84.",
  GEOJSON_FEATURE: "An element of the collection is not a GeoJSON feature.",
  GEOJSON_ID: "A feature has no id of 1 to 64 letters, digits and . _ ~ - in a text.",
  GEOJSON_DUPLICATE_ID: "The id stands more than once in the file.",
  GEOJSON_PROPERTY: "A property is not what the cadastre's format has under its name.",
  GEOJSON_GEOMETRY: "The geometry is not a Polygon or MultiPolygon.",
  GEOJSON_POSITION: "A position is not two numbers: longitude and latitude.",
  GEOJSON_RING_OPEN: "A ring does not end where it began.",
  GEOJSON_COORDINATE_RANGE: "A position lies outside ±180° of longitude or ±90° of latitude.",
  GEOJSON_COORDINATE_PRECISION: "A coordinate is finer than the grid of 1e-7 degree.",
});
