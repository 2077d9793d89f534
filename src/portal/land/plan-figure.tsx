/** @jsxImportSource preact */
import type { Speech } from "../speech.js";
import { type DrawnParcel, type Plan, planOf, sheets } from "./plan.js";
import type { PlanView } from "./view.js";

type Props = { plan: PlanView; speech: Speech };

/** The parcel's number is larger than those around it. */
const HERE_LIFT = 6;

function Neighbour({ parcel }: { parcel: DrawnParcel }) {
  return (
    <>
      <path class="lot" d={parcel.path} />
      {parcel.label !== null && (
        <text class="lotno" x={parcel.label.x} y={parcel.label.y + 4}>
          {parcel.label.text}
        </text>
      )}
    </>
  );
}

function Here({ parcel }: { parcel: DrawnParcel }) {
  return (
    <>
      <path class="here" d={parcel.path} />
      {parcel.label !== null && (
        <text class="me" x={parcel.label.x} y={parcel.label.y + HERE_LIFT}>
          {parcel.label.text}
        </text>
      )}
    </>
  );
}

function ScaleBar({ plan, speech: { say, as } }: { plan: Plan; speech: Speech }) {
  const { width, metres } = plan.scale;
  const y = plan.height - 22;
  return (
    <>
      <path class="scale" d={`M20 ${y - 5}V${y}H${20 + width}V${y - 5}`} />
      <text class="scaletext" x={28 + width} y={y + 3}>
        {say.land.plan.metres(as.number(metres))}
      </text>
    </>
  );
}

function NorthArrow({ plan, speech }: { plan: Plan; speech: Speech }) {
  const x = plan.width - 30;
  return (
    <>
      <path class="north" d={`M${x} 18L${x + 8} 42L${x} 36L${x - 8} 42Z`} />
      <text class="northtext" x={x} y={58}>
        {speech.say.land.plan.north}
      </text>
    </>
  );
}

function Drawing({ plan, label, speech }: { plan: Plan; label: string; speech: Speech }) {
  return (
    <svg class="cf-map" viewBox={`0 0 ${plan.width} ${plan.height}`} role="img" aria-label={label}>
      {plan.neighbours.map((parcel) => (
        <Neighbour key={parcel.id} parcel={parcel} />
      ))}
      <Here parcel={plan.here} />
      {plan.streets.map(({ text, x, y, angle }) => (
        <text key={text} class="street" transform={`translate(${x} ${y}) rotate(${angle})`} dy="5">
          {text}
        </text>
      ))}
      <ScaleBar plan={plan} speech={speech} />
      <NorthArrow plan={plan} speech={speech} />
    </svg>
  );
}

/** The parcel and its neighbours, once for a wide page and once for a narrow one. */
export function PlanFigure({ plan, speech }: Props) {
  const { here, neighbours } = plan;
  const say = speech.say.land.plan;
  const label = say.label(here.id, neighbours.length);
  return (
    <figure class="cf-figure cf-figure--bare">
      <div class="cf-wide">
        <Drawing plan={planOf(plan, sheets.wide)} label={label} speech={speech} />
      </div>
      <div class="cf-narrow">
        <Drawing plan={planOf(plan, sheets.narrow)} label={label} speech={speech} />
      </div>
      <figcaption>{say.caption(here.id, here.number !== null)}</figcaption>
    </figure>
  );
}
