/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { isolated, type Speech } from "../speech.js";
import { Export, namedColumns, Table } from "../table.js";
import { landAddress, mapDataAddress, titleAddress } from "./addresses.js";
import { placeName } from "./place-name.js";
import type { LandView, ListedView, PlaceView } from "./view.js";

type Props = { view: LandView; place: PlaceView; speech: Speech };

function Streets({ view, place, speech }: Props) {
  const { index } = speech.say.land;
  if (view.streets.length === 0) return null;
  const links = [{ id: null, name: index.allStreets }, ...view.streets];
  return (
    <nav class="cf-places" aria-label={index.byStreet}>
      <ul>
        {links.map(({ id, name }) => (
          <li key={id}>
            <a
              href={landAddress({ place: place.id, street: id })}
              aria-current={id === view.street ? "true" : undefined}
            >
              {isolated(name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Without a single address the column would only say so fifty times. */
const addressed = ({ listed }: LandView): boolean => listed.some(({ address }) => address !== null);

function cellsOf(
  listed: ListedView,
  withAddress: boolean,
  { say, as }: Speech,
): ComponentChildren[] {
  const { index, plan } = say.land;
  const { address, legalAreaM2 } = listed;
  return [
    <a key="title" class="cf-id" href={titleAddress(listed.title)}>
      {listed.title}
    </a>,
    ...(withAddress
      ? [address === null ? index.noAddress : isolated(`${address.number} ${address.street}`)]
      : []),
    <span key="parcel" class="cf-id">
      {listed.parcel}
    </span>,
    legalAreaM2 === null ? plan.noLegalArea : plan.squareMetres(as.number(legalAreaM2)),
  ];
}

function Pages({ view, place, speech }: Props) {
  const { index } = speech.say.land;
  const { from, of, pageLength, street } = view;
  const at = (start: number) => landAddress({ place: place.id, street, from: start });
  if (of <= pageLength) return null;
  return (
    <nav class="govuk-pagination cf-noprint" aria-label={index.pages}>
      {from > 0 && (
        <a class="govuk-pagination__link" rel="prev" href={at(Math.max(0, from - pageLength))}>
          {index.previous}
        </a>
      )}
      {from + pageLength < of && (
        <a class="govuk-pagination__link" rel="next" href={at(from + pageLength)}>
          {index.next}
        </a>
      )}
    </nav>
  );
}

/** Every parcel of the place by a link: what the map shows, for whoever does not see or point. */
export function ListSection(props: Props) {
  const { view, place, speech } = props;
  const { as, say } = speech;
  const { index } = say.land;
  const { listed, from, of } = view;
  const part = index.listPart(as.number(from + 1), as.number(from + listed.length), as.number(of));
  return (
    <section class="cf-section cf-stack" aria-labelledby="list">
      <h2 class="govuk-heading-l" id="list">
        {index.list(isolated(placeName(place, speech)))}
      </h2>
      <Streets {...props} />
      <Table
        caption={part}
        columns={namedColumns(
          index.title,
          ...(addressed(view) ? [index.address] : []),
          index.parcel,
          index.area,
        )}
        rows={listed.map((row) => ({
          key: row.parcel,
          cells: cellsOf(row, addressed(view), speech),
        }))}
      />
      <Export path="/land" query={{ place: place.id, street: view.street, from }} speech={speech} />
      <Pages {...props} />
      <p class="cf-export">
        <a href={mapDataAddress(view.level ?? "")}>{index.asJson}</a>
      </p>
    </section>
  );
}
