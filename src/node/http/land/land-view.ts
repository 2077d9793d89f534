import { decodeShape } from "../../../modules/land/geometry/decode-shape.js";
import type { LandView, ListedView, OverviewView, PlaceView } from "../../../portal/land/view.js";
import type { PageView } from "../../../portal/view.js";
import type { Catalogue, Listed, Place } from "./catalogue.js";

const PAGE_LENGTH = 50;

export type Asked = {
  readonly place?: string | undefined;
  readonly street?: string | undefined;
  readonly from?: number | undefined;
};

const placeView = ({ id, localities, district, parcels, attribution }: Place): PlaceView => ({
  id,
  localities,
  district,
  parcels: parcels.length,
  attribution,
});

function listedView({ id, title, address, legalAreaM2 }: Listed): ListedView {
  return {
    parcel: id,
    title,
    address:
      address === null
        ? null
        : {
            street: address.street.name,
            number: address.number,
            locality: address.street.locality,
          },
    legalAreaM2,
  };
}

/** The first page of the land: all places, and one of them as a map and a list. */
export function landView(frame: PageView, catalogue: Catalogue, asked: Asked): LandView {
  const place = catalogue.find(asked.place);
  const street = place?.streets.find(({ id }) => id === asked.street)?.id ?? null;
  const all = (place?.parcels ?? []).filter(
    ({ address }) => street === null || address?.street.id === street,
  );
  const from = Math.min(asked.from ?? 0, Math.max(0, all.length - 1));
  return {
    ...frame,
    totals: { parcels: catalogue.parcels, titles: catalogue.titles },
    places: catalogue.places.map(placeView),
    place: place === null ? null : placeView(place),
    level: place?.level ?? null,
    overview: place === null ? null : overviewOf(place),
    streets: [...(place?.streets ?? [])].map(({ id, name }) => ({ id, name })),
    street,
    listed: all.slice(from, from + PAGE_LENGTH).map(listedView),
    from,
    of: all.length,
    pageLength: PAGE_LENGTH,
  };
}

const overviews = new WeakMap<Place, OverviewView>();

/** The same for the same place, so that it is drawn once. */
function overviewOf(place: Place): OverviewView {
  const { grid, parcels } = place;
  const known = overviews.get(place);
  if (known !== undefined) return known;
  const overview = { grid, shapes: parcels.map(({ shape }) => decodeShape(shape)) };
  overviews.set(place, overview);
  return overview;
}
