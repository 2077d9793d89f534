/** @jsxImportSource preact */
import { boundingBox, boxesTouch } from "../../modules/land/geometry/bounding-box.js";
import type { Point } from "../../modules/land/geometry/shape.js";
import type { Speech } from "../speech.js";
import { namedColumns, Table } from "../table.js";
import { areaOf, sidesOf } from "./metres.js";
import { PlanFigure } from "./plan-figure.js";
import type { ParcelView, PlanView, TitleView } from "./view.js";

type Props = { parcel: ParcelView; speech: Speech };

/** A table longer than this helps nobody: the record has all corners. */
const SHOWN_CORNERS = 200;
const SHOWN_NEIGHBOURS = 12;

function Area({ parcel, speech: { say, as } }: Props) {
  const { plan } = say.land;
  const computed = areaOf(parcel.plan.grid, parcel.plan.here.shape);
  const { legalAreaM2: legal } = parcel;
  const off = legal === null || legal === 0 ? null : (computed - legal) / legal;
  return (
    <>
      {legal === null ? plan.noLegalArea : plan.squareMetres(as.number(legal))}
      <span class="cf-note">
        {plan.computed(plan.squareMetres(as.fixed(computed, 1)))}{" "}
        {off !== null &&
          (Math.round(computed) === legal ? plan.same : plan.difference(as.percent(off)))}
      </span>
    </>
  );
}

function Facts({ parcel, speech }: Props) {
  const { plan } = speech.say.land;
  const { accuracyMm } = parcel;
  const rows = [
    [plan.legalArea, <Area key="area" parcel={parcel} speech={speech} />],
    [
      plan.survey,
      accuracyMm === null ? plan.noAccuracy : plan.accuracy(speech.as.fixed(accuracyMm / 1000, 2)),
    ],
    [plan.reference, parcel.reference],
    ...(parcel.overlaps ? [[plan.quality, plan.overlaps]] : []),
  ] as const;
  return (
    <dl class="govuk-summary-list">
      {rows.map(([name, value]) => (
        <div key={name} class="govuk-summary-list__row">
          <dt class="govuk-summary-list__key">{name}</dt>
          <dd class="govuk-summary-list__value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Corner = { readonly name: string; readonly corner: Point; readonly metres: number };

function cornersOf({ grid, here }: PlanView, speech: Speech): Corner[] {
  const { plan } = speech.say.land;
  return here.shape.flatMap(({ outer, holes }) => [
    ...sidesOf(grid, outer).map((side, i) => ({ ...side, name: String(i + 1) })),
    ...holes.flatMap((hole, h) =>
      sidesOf(grid, hole).map((side, i) => ({ ...side, name: `${i + 1}, ${plan.hole(h + 1)}` })),
    ),
  ]);
}

function Corners({ parcel, speech }: Props) {
  const { say, as } = speech;
  const { plan } = say.land;
  const { grid, here } = parcel.plan;
  const unit = grid.unit === "degree" ? plan.degrees : plan.metre;
  const digits = Math.round(Math.log10(grid.stepsPerUnit));
  const at = (steps: number) => as.fixed(steps / grid.stepsPerUnit, digits);
  const all = cornersOf(parcel.plan, speech);
  const shown = all.slice(0, SHOWN_CORNERS);
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{plan.corners}</span>
      </summary>
      <div class="govuk-details__text">
        <Table
          caption={plan.cornersCaption(here.id)}
          columns={namedColumns(plan.corner, plan.east(unit), plan.northAxis(unit), plan.toNext)}
          rows={shown.map(({ name, corner: [x, y], metres }) => ({
            key: name,
            cells: [name, at(x), at(y), plan.metres(as.fixed(metres, 2))],
          }))}
        />
        {all.length > shown.length && (
          <p class="govuk-body-s">{plan.more(as.number(shown.length), as.number(all.length))}</p>
        )}
      </div>
    </details>
  );
}

/** What lies around it, by links: the plan is a picture. */
function Around({ parcel, speech: { say, as } }: Props) {
  const { here, neighbours } = parcel.plan;
  const box = boundingBox(here.shape);
  const touching = neighbours.filter(({ shape }) => boxesTouch(boundingBox(shape), box));
  if (touching.length === 0) return null;
  const { plan } = say.land;
  const shown = touching.slice(0, SHOWN_NEIGHBOURS);
  return (
    <p class="govuk-body-s">
      {plan.around}{" "}
      {as.listParts(shown.map(({ id }) => id)).map(({ text, item }) =>
        item ? (
          <a key={text} class="cf-id" href={`/land/parcels/${encodeURIComponent(text)}`}>
            {text}
          </a>
        ) : (
          text
        ),
      )}
      .
    </p>
  );
}

/** The parcels of the title: a plan, the areas, and every corner as a table. */
export function LandSection({ view, speech }: { view: TitleView; speech: Speech }) {
  const { plan } = speech.say.land;
  return (
    <section class="cf-section" aria-labelledby="land">
      <h2 class="govuk-heading-l" id="land">
        {plan.heading}
      </h2>
      {view.parcels.map((parcel) => (
        <div key={parcel.key} class="cf-stack">
          {view.parcels.length > 1 && (
            <h3 class="govuk-heading-m">{plan.parcel(parcel.plan.here.id)}</h3>
          )}
          <PlanFigure plan={parcel.plan} speech={speech} />
          <Around parcel={parcel} speech={speech} />
          <Facts parcel={parcel} speech={speech} />
          <Corners parcel={parcel} speech={speech} />
        </div>
      ))}
    </section>
  );
}
