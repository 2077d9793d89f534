import { useEffect, useRef } from "preact/hooks";
import { isCoded } from "../../../base/errors.js";
import { common } from "../../messages/common.js";
import { Typed } from "../../parts.js";

/** What went wrong: a sentence, the facts of the case, the code; nothing while `error` is null. */
export function Problem({ error }: { error: unknown }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== null) place.current?.focus();
  }, [error]);
  if (error === null) return null;
  const { message, facts, code } = isCoded(error)
    ? error
    : {
        message: common.unexpected,
        facts: { problem: error instanceof Error ? error.message : "" },
        code: "UNEXPECTED",
      };
  return (
    <div class="govuk-error-summary" role="alert" tabIndex={-1} ref={place}>
      <p>
        <strong>{common.refused(message)}</strong>
      </p>
      <dl class="cf-case">
        {Object.entries(facts).map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(fact)}</dd>
          </div>
        ))}
      </dl>
      <p class="govuk-body-s">
        {common.unchanged} {common.code} <Typed>{code}</Typed>
      </p>
    </div>
  );
}
