import { sign } from "../../messages/sign.js";
import { Icon } from "../../parts.js";
import { Tooth } from "../../tooth.js";
import type { Person } from "./people.js";

const stateOf = ({ hasSigned, isMe }: Person): string => {
  if (isMe) return hasSigned ? sign.youSigned : sign.you;
  return hasSigned ? sign.signed : sign.waiting;
};

/** One tooth for each who must sign: solid for a signature that was checked here. */
export function Teeth({ people }: { people: readonly Person[] }) {
  return (
    <div class="cf-seal cf-seal--sheet">
      <p class="cf-seal__stock">{sign.stock}</p>
      <div class="cf-seal__cut">
        <div>
          {people.map(({ keyId, hasSigned }) => (
            <Tooth key={keyId} signed={hasSigned} />
          ))}
        </div>
      </div>
      <ol class="cf-agencies" aria-label={sign.seal}>
        {people.map((person) => (
          <li key={person.keyId} data-state={person.hasSigned ? "signed" : "waits"}>
            <Icon name={person.hasSigned ? "done" : "waits"} />
            <strong>{person.name}</strong> <span>{stateOf(person)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function partOf({ role, share }: Person): string {
  const part = sign.people[role];
  return typeof part === "string" ? part : part(share ?? "");
}

export function People({ people }: { people: readonly Person[] }) {
  return (
    <section class="cf-stack" aria-labelledby="people">
      <h2 class="govuk-heading-m" id="people">
        {sign.people.title}
      </h2>
      <ol class="cf-signers">
        {people.map((person) => (
          <li key={person.keyId} data-state={person.hasSigned ? "ok" : "wait"}>
            <Icon name={person.hasSigned ? "done" : "waits"} />
            <div>
              <strong>{person.name}</strong>
              <span>{partOf(person)}</span>
              <span>{stateOf(person)}</span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
