/** @jsxImportSource preact */
import { factAddress } from "../explorer/facts.js";
import { documentOf } from "../frame.js";
import { Num } from "../parts.js";
import { SearchField } from "../search-form.js";
import { type Speech, speechFor } from "../speech.js";
import { Export, Table } from "../table.js";
import type { HitView, SearchView } from "./view.js";

type Props = { view: SearchView; speech: Speech };

/** "12 Mill Lane, Northgate", or the record's own number. */
function nameOf({ id, place }: HitView, { say }: Speech): string {
  if (place === null) return id;
  const { street, number, locality } = place;
  return number === null ? `${street}, ${locality}` : say.search.at(street, number, locality);
}

function Hits({ view, speech }: Props) {
  const { say, as } = speech;
  const { search } = say;
  const { hits, asked, more } = view;
  return (
    <section class="cf-section" aria-labelledby="found">
      <h2 class="govuk-heading-l" id="found">
        {more ? search.many(hits.length, asked) : search.found(hits.length, asked)}
      </h2>
      <Table
        caption={search.title}
        captionHidden
        columns={[
          { name: search.record, alone: true },
          { name: search.kind },
          { name: search.matched },
          { name: search.proof },
        ]}
        rows={hits.map((hit) => ({
          key: `${hit.kind}/${hit.id}`,
          cells: [
            <>
              <a href={hit.address}>
                <bdi>{nameOf(hit, speech)}</bdi>
              </a>
              {hit.title !== null && hit.title !== hit.id && `, ${search.onTitle(hit.title)}`}
            </>,
            search.kinds[hit.kind],
            search.why[hit.why],
            hit.key === null || hit.index === null ? (
              search.noFact
            ) : (
              <a href={factAddress(hit.key, hit.index)}>
                {search.fact} <Num>{as.number(hit.index)}</Num>
              </a>
            ),
          ],
        }))}
      />
      <Export path="/search" query={{ q: asked }} speech={speech} />
    </section>
  );
}

function Tips({ speech: { say } }: Pick<Props, "speech">) {
  return (
    <section class="cf-section" aria-labelledby="tips">
      <h2 class="govuk-heading-m" id="tips">
        {say.search.tips}
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        {say.search.tipList.map((tip) => (
          <li key={tip}>{tip}</li>
        ))}
      </ul>
    </section>
  );
}

/** Search by place and number, never by person. */
export function renderSearch(view: SearchView): string {
  const speech = speechFor(view);
  const { say } = speech;
  const { asked, hits } = view;
  return documentOf({
    view,
    speech,
    title: asked === "" ? say.search.title : `${asked} – ${say.search.title}`,
    source: view.source,
    section: "search",
    trail: [],
    children: (
      <>
        <div class="cf-stack">
          <h1 class="govuk-heading-xl">{say.search.title}</h1>
          <SearchField speech={speech} asked={asked} />
          <p class="govuk-body-s">{say.search.people}</p>
        </div>
        {hits.length > 0 && <Hits view={view} speech={speech} />}
        {asked !== "" && hits.length === 0 && (
          <div class="cf-section cf-stack">
            <h2 class="govuk-heading-l">{say.search.none(asked)}</h2>
            <p class="govuk-body">{say.search.spelling}</p>
          </div>
        )}
        {hits.length === 0 && <Tips speech={speech} />}
      </>
    ),
  });
}
