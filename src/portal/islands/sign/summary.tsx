import { useState } from "preact/hooks";
import { cborToJson } from "../../../api/json.js";
import { toHex } from "../../../base/text.js";
import { saleSummary } from "../../../sdk/sale.js";
import { sign } from "../../messages/sign.js";
import { Hash, WholeHash } from "../../parts.js";
import { FileField } from "../parts/field.js";
import type { Room } from "./read-room.js";
import { sentenceOf } from "./sentence.js";
import { toldDigest, type Words } from "./words.js";

/** The sale in words, and behind them the bytes. */
export function Summary({ room, words }: { room: Room; words: Words | null }) {
  const [first, ...rest] = words?.sentences ?? [];
  return (
    <section class="cf-sheet" aria-labelledby="what">
      <h2 class="govuk-heading-l" id="what">
        {sign.what}
      </h2>
      <p class="cf-sentence">
        <strong>{first ?? sentenceOf(room.envelope.payload)}</strong> {rest.join(" ")}
      </p>
      <dl class="govuk-summary-list">
        {words?.rows.map(([name, text], i) => (
          <div class="govuk-summary-list__row" key={i}>
            <dt class="govuk-summary-list__key">{name}</dt>
            <dd class="govuk-summary-list__value">{text}</dd>
          </div>
        ))}
      </dl>
      <Document room={room} />
      <p class="govuk-body-s">
        {sign.made} <Hash hex={room.id} />
      </p>
      <Bytes room={room} />
    </section>
  );
}

/** Whether a file of the person's is the one that was committed to. */
function Document({ room: { sale, openings } }: { room: Room }) {
  const [isSame, setSame] = useState<boolean | null>(null);
  const told = sale === null ? null : toldDigest(sale, openings);
  if (told === null) return null;
  const compare = async (file: File) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    setSame(toHex(new Uint8Array(digest)) === told);
  };
  return (
    <>
      <FileField
        id="document"
        label={sign.check}
        hint={sign.checkHint}
        onFile={(file) => void compare(file)}
      />
      <p role="status">{isSame !== null && (isSame ? sign.fits : sign.fitsNot)}</p>
    </>
  );
}

function Bytes({ room: { id, envelope } }: { room: Room }) {
  const { type, body } = envelope.payload;
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">{sign.bytes}</summary>
      <p>{sign.rules}</p>
      <ul class="govuk-list--bullet">
        {saleSummary(type, body)?.map(({ text }) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <WholeHash hex={id} />
      <pre class="cf-bytes">{JSON.stringify({ type, body: cborToJson(body) }, null, 1)}</pre>
      <pre class="cf-bytes">{toHex(envelope.payloadBytes)}</pre>
    </details>
  );
}
