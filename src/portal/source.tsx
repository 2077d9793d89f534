/** @jsxImportSource preact */
import { Time, WholeHash } from "./parts.js";
import { isolated, type Speech } from "./speech.js";
import type { FrameView, SourceView } from "./view.js";

type Props = { view: FrameView; source: SourceView | null; speech: Speech };

function Facts({ source, speech: { say, as, timeZone } }: Props & { source: SourceView }) {
  const { checkpoint, signedBy, behind } = source;
  const full = (ms: number) => `${as.date(ms)}, ${as.clockSeconds(ms)} ${timeZone}`;
  return (
    <dl>
      <dt>{say.source.size}</dt>
      <dd>{say.source.facts(as.number(checkpoint.size))}</dd>
      <dt>{say.source.seal}</dt>
      <dd>
        <a href={`/explorer/blocks/${checkpoint.height}`}>{as.number(checkpoint.height)}</a>,{" "}
        <Time ms={checkpoint.timeMs} as={as}>
          {full(checkpoint.timeMs)}
        </Time>
      </dd>
      <dt>{say.source.signedBy}</dt>
      <dd>{signedBy.length === 0 ? say.source.nobody : as.list(signedBy.map(isolated))}</dd>
      <dt>{say.source.root}</dt>
      <dd>
        <WholeHash hex={checkpoint.rootHex} />
      </dd>
      {behind !== null && (
        <>
          <dt>{say.source.lists}</dt>
          <dd>
            {behind === 0 ? say.source.upToDate : say.source.behind(behind, as.number(behind))}
          </dd>
        </>
      )}
      <dt>{say.source.page}</dt>
      <dd>
        <Time ms={source.nowMs} as={as}>
          {full(source.nowMs)}
        </Time>
      </dd>
    </dl>
  );
}

/** The state of the ledger that the page was made from: size, seal, time, signers, root. */
export function Source(props: Props) {
  const { view, source, speech } = props;
  if (source === null) return <p>{speech.say.source.notFromLedger}</p>;
  return (
    <>
      <p>{speech.say.source.made(view.network.name)}</p>
      <Facts {...props} source={source} />
    </>
  );
}
