import type { GeoJSONSource, Map as LandMap, PointLike } from "maplibre-gl";
import type { MapData, MapParcel } from "../../land/map-data.js";
import { type Features, nameOf } from "./features.js";

type Pointing = {
  readonly map: LandMap;
  readonly data: MapData;
  readonly features: Features;
  /** Says the name of what is marked: to the eye in a corner of the map, and aloud. */
  readonly say: (text: string) => void;
  readonly open: (parcel: MapParcel) => void;
};

/** Pointer: what is under it is marked, a click opens it. Keys: so is the middle, Enter opens it. */
export function point({ map, data, features, say, open }: Pointing): void {
  let marked: number | null = null;

  const mark = (id: number | null) => {
    if (marked === id) return;
    marked = id;
    const feature = id === null ? undefined : features.parcels.features[id];
    const parcel = id === null ? undefined : data.parcels[id];
    const source = map.getSource<GeoJSONSource>("marked");
    void source?.setData({ type: "FeatureCollection", features: feature ? [feature] : [] });
    say(parcel === undefined ? "" : nameOf(parcel));
  };
  const parcelAt = (at: PointLike): number | null => {
    if (map.getLayer("land") === undefined) return null;
    const [found] = map.queryRenderedFeatures(at, { layers: ["land"] });
    return typeof found?.id === "number" ? found.id : null;
  };
  const openMarked = () => {
    const parcel = marked === null ? undefined : data.parcels[marked];
    if (parcel !== undefined) open(parcel);
  };

  const canvas = map.getCanvas();
  map.on("mousemove", ({ point }) => {
    const id = parcelAt(point);
    canvas.style.cursor = id === null ? "" : "pointer";
    mark(id);
  });
  map.on("mouseout", () => mark(null));
  map.on("click", ({ point }) => {
    mark(parcelAt(point));
    openMarked();
  });

  const markMiddle = () => {
    if (!canvas.matches(":focus-visible")) return;
    mark(parcelAt([canvas.clientWidth / 2, canvas.clientHeight / 2]));
  };
  canvas.addEventListener("focus", markMiddle);
  map.on("moveend", markMiddle);
  canvas.addEventListener("blur", () => mark(null));
  canvas.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") openMarked();
  });
}
