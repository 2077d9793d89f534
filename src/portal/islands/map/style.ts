import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";
import type { Features } from "./features.js";
import type { Palette } from "./palette.js";

/** In quotes, since a word of the name begins with a digit. */
const font = ['"Source Sans 3 Variable"'];

/** From the whole of a place to a single parcel. */
function widthOf(far: number, near: number): ExpressionSpecification {
  return ["interpolate", ["linear"], ["zoom"], 13, far, 17, near];
}

/** Letters come from the page's own fonts: the style names no server of glyphs, tiles or pictures. */
export function styleOf(
  { parcels, streets }: Features,
  { ground, land, line, here, house, ink }: Palette,
): StyleSpecification {
  const halo = { "text-color": ink, "text-halo-color": land, "text-halo-width": 1.25 } as const;
  return {
    version: 8,
    sources: {
      parcels: { type: "geojson", data: parcels, buffer: 32, maxzoom: 17 },
      /** Under the pointer, or what Enter opens: a source of its own, so that all others stand still. */
      marked: { type: "geojson", data: { type: "FeatureCollection", features: [] }, maxzoom: 17 },
      streets: { type: "geojson", data: streets, maxzoom: 17 },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": ground } },
      {
        id: "land",
        type: "fill",
        source: "parcels",
        paint: { "fill-color": land, "fill-antialias": false },
      },
      {
        id: "edges",
        type: "line",
        source: "parcels",
        paint: { "line-color": line, "line-width": widthOf(0.4, 1) },
      },
      { id: "marked", type: "fill", source: "marked", paint: { "fill-color": here } },
      {
        id: "marked-edges",
        type: "line",
        source: "marked",
        paint: { "line-color": house, "line-width": widthOf(2, 3.5) },
      },
      {
        id: "numbers",
        type: "symbol",
        source: "parcels",
        minzoom: 16.5,
        layout: { "text-field": ["get", "label"], "text-font": font, "text-size": 13 },
        paint: halo,
      },
      {
        id: "streets",
        type: "symbol",
        source: "streets",
        minzoom: 14.5,
        layout: {
          "symbol-placement": "line",
          "text-field": ["get", "name"],
          "text-font": font,
          "text-size": widthOf(10, 14),
          "text-letter-spacing": 0.06,
        },
        paint: { ...halo, "text-halo-color": ground },
      },
    ],
  };
}
