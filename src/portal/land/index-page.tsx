/** @jsxImportSource preact */
import { documentOf } from "../frame.js";
import { isolated, type Speech, speechFor } from "../speech.js";
import { landAddress } from "./addresses.js";
import { ListSection } from "./list-section.js";
import { MapSection } from "./map-section.js";
import { placeName } from "./place-name.js";
import type { LandView } from "./view.js";

type Props = { view: LandView; speech: Speech };

function Places({ view, speech }: Props) {
  const { index } = speech.say.land;
  if (view.places.length < 2) return null;
  return (
    <nav class="cf-places" aria-label={index.places}>
      <ul>
        {view.places.map((place) => (
          <li key={place.id}>
            <a
              href={landAddress({ place: place.id })}
              aria-current={place.id === view.place?.id ? "true" : undefined}
            >
              {isolated(placeName(place, speech))}
            </a>{" "}
            <span class="cf-unit">
              {index.parcels(place.parcels, speech.as.number(place.parcels))}
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Search({ speech }: Pick<Props, "speech">) {
  const { index } = speech.say.land;
  return (
    <search class="cf-search cf-noprint">
      <form action="/search" method="get">
        <label class="govuk-label" for="land-search">
          {index.search}
        </label>
        <div class="govuk-hint" id="land-search-hint">
          {index.searchHint}
        </div>
        <div class="cf-search__row">
          <input
            class="govuk-input"
            id="land-search"
            name="q"
            type="search"
            maxLength={200}
            autocomplete="off"
            spellcheck={false}
            aria-describedby="land-search-hint"
          />
          <button class="govuk-button" type="submit">
            {index.find}
          </button>
        </div>
      </form>
    </search>
  );
}

function Body({ view, speech }: Props) {
  const { index } = speech.say.land;
  const { parcels, titles } = view.totals;
  const { as } = speech;
  return (
    <>
      <div class="cf-stack">
        <h1 class="govuk-heading-xl">{index.heading}</h1>
        <p class="govuk-body">
          {parcels === 0
            ? index.none
            : index.lead(
                index.parcels(parcels, as.number(parcels)),
                index.titles(titles, as.number(titles)),
              )}
        </p>
        <Search speech={speech} />
        <Places view={view} speech={speech} />
      </div>
      {view.place !== null && <MapSection view={view} place={view.place} speech={speech} />}
      {view.place !== null && <ListSection view={view} place={view.place} speech={speech} />}
    </>
  );
}

/** All parcels of a place: the map for the eye, the list for everybody. */
export function renderLand(view: LandView): string {
  const speech = speechFor(view);
  return documentOf({
    view,
    speech,
    title: speech.say.land.index.heading,
    source: view.source,
    section: "land",
    trail: [],
    islands: view.place === null ? [] : ["map"],
    children: <Body view={view} speech={speech} />,
  });
}
