/** @jsxImportSource preact */
import type { Speech } from "../speech.js";
import { type Axes, axesHeight, axesOf, axesWidths, type Beam } from "./axes.js";
import type { EntryView } from "./view.js";

type Props = { entries: readonly EntryView[]; nowMs: number; speech: Speech };

function BeamLine({ beam: { law, register, text, textX } }: { beam: Beam }) {
  return (
    <>
      {law !== null && (
        <>
          <path class="beam" d={`M${law} 74L${register} 134`} />
          <circle class="dot dot--law" cx={law} cy="70" r="6" />
        </>
      )}
      <circle class="dot" cx={register} cy="140" r="7" />
      <text class="no" x={textX + 18} y="105">
        {text}
      </text>
    </>
  );
}

function Drawing({ axes, label, speech }: { axes: Axes; label: string; speech: Speech }) {
  const say = speech.say.land.history;
  const { width } = axes;
  return (
    <svg class="cf-axes" viewBox={`0 0 ${width} ${axesHeight}`} role="img" aria-label={label}>
      <rect class="stock" x="0" y="26" width={width} height="52" />
      <rect class="foil" x="0" y="122" width={width} height="36" />
      <text class="lab lab--b" x="12" y="18">
        {say.above}
      </text>
      <text class="lab lab--b" x="12" y="180">
        {say.below}
      </text>
      {axes.years.map(({ year, x }) => (
        <g key={year}>
          <text class="year" x={x} y="46">
            {year}
          </text>
          <path class="ax" d={`M${x} 54V78M${x} 122V158`} />
        </g>
      ))}
      {axes.beams.map((beam) => (
        <BeamLine key={beam.text} beam={beam} />
      ))}
    </svg>
  );
}

/** Legal effect above, registration below; entries that are not decided are in the table alone. */
export function AxesFigure({ entries, nowMs, speech }: Props) {
  const say = speech.say.land.history;
  const registered = entries.filter(({ decision }) => decision === "registered").reverse();
  const label = say.drawing(registered.length);
  const someUnknown = registered.some(({ inLawMs }) => inLawMs === null);
  return (
    <figure class="cf-figure">
      <div class="cf-wide">
        <Drawing axes={axesOf(registered, axesWidths.wide, nowMs)} label={label} speech={speech} />
      </div>
      <div class="cf-narrow">
        <Drawing
          axes={axesOf(registered, axesWidths.narrow, nowMs)}
          label={label}
          speech={speech}
        />
      </div>
      <figcaption>
        {say.caption} {someUnknown && say.unknownLaw}
      </figcaption>
    </figure>
  );
}
