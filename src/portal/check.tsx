/** @jsxImportSource preact */
import { Icon, Typed } from "./parts.js";
import type { Speech } from "./speech.js";
import type { HomeView } from "./view.js";

type Props = { view: HomeView; speech: Speech };
type Step = readonly [words: string, command: string];

/** The address that every command takes when none is given. */
const defaultNode = "http://localhost:8300";

function Steps({ title, steps }: { title: string; steps: readonly Step[] }) {
  return (
    <div>
      <h3 class="govuk-heading-m">{title}</h3>
      <ol class="cf-steps">
        {steps.map(([words, command]) => (
          <li key={command}>
            <p>{words}</p>
            <Typed>{command}</Typed>
          </li>
        ))}
      </ol>
    </div>
  );
}

function RawData({ speech: { say } }: Pick<Props, "speech">) {
  return (
    <nav class="cf-raw" aria-labelledby="raw">
      <h3 class="govuk-heading-m" id="raw">
        {say.check.raw}
      </h3>
      <ul>
        {say.check.links.map(([address, name, about]) => (
          <li key={address}>
            <a href={address}>{name}</a>
            <span>{about}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The commands with which anyone checks a record, or everything, on a device of their own. */
export function Check({ view, speech }: Props) {
  const { check } = speech.say;
  const node = view.address === defaultNode ? "" : ` --node ${view.address}`;
  const key = view.latestRecord?.key ?? "KEY";
  return (
    <section class="cf-section" aria-labelledby="check">
      <h2 class="govuk-heading-l" id="check">
        {check.title}
      </h2>
      <p class="govuk-body">{check.lead}</p>
      <div class="cf-two">
        <Steps
          title={check.one}
          steps={[
            [check.trust, `counterfoil trust${node} -o trust.json`],
            [check.receipt, `counterfoil receipt ${key}${node} -o title.receipt`],
            [check.verify, "counterfoil verify title.receipt --trust trust.json"],
          ]}
        />
        <Steps
          title={check.all}
          steps={[
            [check.replica, `counterfoil replica --from ${view.address} --data copy`],
            [check.audit, "counterfoil audit --data copy"],
          ]}
        />
      </div>
      <p class="cf-caution">
        <Icon name="key" /> <span>{check.caution}</span>
      </p>
      <RawData speech={speech} />
    </section>
  );
}
