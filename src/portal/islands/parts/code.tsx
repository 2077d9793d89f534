import { useState } from "preact/hooks";
import { common } from "../../messages/common.js";
import { Typed } from "../../parts.js";
import { Qr } from "../../qr.js";

type Handing = { text: string; label: string; hint: string };

/** Something to hand on: as text, to copy, and as a code to scan. */
export function Handover({ text, label, hint }: Handing) {
  const [copied, setCopied] = useState(false);
  return (
    <div class="cf-handover">
      <div class="cf-stack">
        <p>{hint}</p>
        <p>
          <Typed>{text}</Typed>
        </p>
        <p>
          <button
            class="govuk-button govuk-button--secondary"
            type="button"
            onClick={() => {
              void navigator.clipboard.writeText(text).then(() => setCopied(true));
            }}
          >
            {common.copy}
          </button>{" "}
          <span role="status">{copied && common.copied}</span>
        </p>
      </div>
      <div class="cf-qr">
        <Qr text={text} label={label} />
      </div>
    </div>
  );
}
