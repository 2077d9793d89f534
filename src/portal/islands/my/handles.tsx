import { my } from "../../messages/my.js";
import { Typed } from "../../parts.js";
import { Handover } from "../parts/code.js";
import { shown } from "../parts/time.js";
import type { HandleState, OwnHandle } from "./things.js";

const say = my.handle;

const tags: Readonly<Record<HandleState, string>> = {
  asked: "govuk-tag govuk-tag--yellow",
  confirmed: "govuk-tag",
  holds: "govuk-tag",
  ended: "govuk-tag govuk-tag--grey",
};

function Code({ own }: { own: OwnHandle }) {
  const { kept, state } = own;
  return (
    <li class="cf-stack">
      <p class="cf-state">
        <strong class={tags[state]}>{say[state]}</strong>
        <span>{shown.date(kept.made)}</span>
        <Typed>{kept.handle}</Typed>
      </p>
      {state === "confirmed" && (
        <>
          <p>{say.codeIs}</p>
          <Handover text={kept.handle} label={say.qr} />
        </>
      )}
      {kept.openings === null && <p class="govuk-body-s">{say.openingsMissing}</p>}
    </li>
  );
}

/** The person's codes: for each holding a fresh one. */
export function Codes({ handles }: { handles: readonly OwnHandle[] }) {
  return (
    <section class="cf-section cf-stack" aria-labelledby="codes">
      <h2 class="govuk-heading-l" id="codes">
        {say.codes}
      </h2>
      {handles.length === 0 && <p>{say.none}</p>}
      <ul class="cf-stack">
        {handles.map((own) => (
          <Code key={own.kept.handle} own={own} />
        ))}
      </ul>
    </section>
  );
}
