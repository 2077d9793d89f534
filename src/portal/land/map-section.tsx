/** @jsxImportSource preact */
import type { Speech } from "../speech.js";
import { mapDataAddress, titleAddress } from "./addresses.js";
import { OverviewDrawing } from "./overview.js";
import { placeName } from "./place-name.js";
import type { LandView, PlaceView } from "./view.js";

type Props = { view: LandView; place: PlaceView; speech: Speech };

/** What the island needs to know, in attributes: a page with a strict policy has no script of its own. */
function dataOf({ view, place, speech }: Props) {
  const { index } = speech.say.land;
  return {
    "data-map": mapDataAddress(view.level ?? ""),
    "data-place": place.id,
    "data-title-address": titleAddress(""),
    "data-label": index.mapLabel(placeName(place, speech)),
    "data-open": index.selected,
    "data-no-map": index.noMap,
    "data-help": index.mapHelp,
    "data-zoom-in": index.zoomIn,
    "data-zoom-out": index.zoomOut,
  };
}

/** The server's overview; where the browser can, a map takes its place. */
export function MapSection(props: Props) {
  const { view, place, speech } = props;
  const { index } = speech.say.land;
  const { overview } = view;
  const name = placeName(place, speech);
  const parcels = index.parcels(place.parcels, speech.as.number(place.parcels));
  return (
    <section class="cf-section" aria-labelledby="map">
      <h2 class="govuk-heading-l" id="map">
        <bdi>{name}</bdi>
      </h2>
      <figure class="cf-figure cf-figure--bare">
        <div class="cf-bigmap" {...dataOf(props)}>
          {overview !== null && (
            <OverviewDrawing overview={overview} label={index.overview(name, parcels)} />
          )}
        </div>
        <figcaption>
          <span data-map-help>{index.overviewHelp}</span>
          {place.attribution !== null && <span class="cf-note">{place.attribution}</span>}
        </figcaption>
      </figure>
    </section>
  );
}
