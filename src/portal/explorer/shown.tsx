/** @jsxImportSource preact */
import { Hash, Num, Time, Typed } from "../parts.js";
import { Details } from "../pieces.js";
import type { Speech } from "../speech.js";
import { factAddress } from "./facts.js";
import type { RawView, Shown } from "./view.js";

type Props = { value: Shown; speech: Speech };

function Members({ value, speech }: Props & { value: Extract<Shown, { kind: "members" }> }) {
  return (
    <dl class="cf-members">
      {value.members.map(([name, member]) => (
        <div key={name}>
          <dt>{speech.say.values.name(name)}</dt>
          <dd>
            <Value value={member} speech={speech} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A value of a record or of what a transaction asks for. */
export function Value({ value, speech }: Props) {
  const { say, as } = speech;
  switch (value.kind) {
    case "nothing":
      return <span class="cf-none">{say.values.nothing}</span>;
    case "text":
      return <bdi>{value.text}</bdi>;
    case "number":
      return <Num>{as.number(value.number)}</Num>;
    case "boolean":
      return <span>{value.yes ? say.values.yes : say.values.no}</span>;
    case "time":
      return (
        <Time ms={value.ms} as={as}>
          {`${as.date(value.ms)}, ${as.clockSeconds(value.ms)}`}
        </Time>
      );
    case "bytes":
      return value.hex.length === 64 ? <Hash hex={value.hex} /> : <Typed>{value.hex}</Typed>;
    case "record":
      return (
        <a href={factAddress(value.key)}>
          <bdi>{value.text}</bdi>
        </a>
      );
    case "list":
      return (
        <ul class="cf-items">
          {value.items.map((item, place) => (
            <li key={place}>
              <Value value={item} speech={speech} />
            </li>
          ))}
        </ul>
      );
    case "members":
      return <Members value={value} speech={speech} />;
    case "long":
      return <span class="cf-none">{say.values.long(value.count, as.number(value.count))}</span>;
  }
}

/** Bytes in two writings and as a file. */
export function Raw({ raw, speech: { say, as } }: { raw: RawView; speech: Speech }) {
  return (
    <>
      <Details summary={say.values.notation}>
        <pre class="cf-bytes">{raw.notation}</pre>
      </Details>
      <Details summary={say.values.hex(as.number(raw.bytes))}>
        <pre class="cf-bytes">{raw.hex}</pre>
      </Details>
      <p class="cf-export">
        <a href={raw.download}>{say.values.download}</a>
      </p>
    </>
  );
}
