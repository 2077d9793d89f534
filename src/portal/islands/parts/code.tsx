import { useState } from "preact/hooks";
import encodeQR from "qr";
import { common } from "../../messages/common.js";
import { Typed } from "../../parts.js";

/** Modules of a QR code (ISO/IEC 18004) as one path, a unit each. */
function modulesOf(text: string): { readonly size: number; readonly path: string } {
  const rows = encodeQR(text, "raw", { border: 4 });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return { size: rows.length, path };
}

function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = modulesOf(text);
  return (
    <svg class="cf-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} />
    </svg>
  );
}

/** Something to hand on: as text, to copy, and as a code to scan. */
export function Handover({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div class="cf-handover">
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
      <Qr text={text} label={label} />
    </div>
  );
}
