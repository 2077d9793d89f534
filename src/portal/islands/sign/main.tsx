import { useState } from "preact/hooks";
import { sign } from "../../messages/sign.js";
import { Icon } from "../../parts.js";
import { refusalOf } from "../keys/send.js";
import type { Session } from "../keys/session.js";
import { useAction, useLoaded } from "../parts/action.js";
import { SelectField } from "../parts/field.js";
import { type IslandProps, startIsland } from "../parts/island.js";
import { Problem } from "../parts/problem.js";
import { shown } from "../parts/time.js";
import { After } from "./after.js";
import { Answer } from "./answer.js";
import { Checks } from "./checks.js";
import { enter, type Identity, identitiesOf, type Me, meant } from "./me.js";
import { People, Teeth } from "./people-list.js";
import { type Room, readRoom } from "./read-room.js";
import type { Sale } from "./sale.js";
import { Summary } from "./summary.js";
import { wordsOf } from "./words.js";

/** How far it has come, in a word and a sentence. */
function stateOf({ people, envelope, outcome }: Room): readonly [tag: string, means: string] {
  const say = sign.state;
  if (outcome?.code === "ok") return [say.sent, say.sentMeans];
  if (outcome !== null) return [say.refused, say.refusedMeans];
  const signed = people.filter(({ hasSigned }) => hasSigned).length;
  if (signed === people.length) return [say.complete, say.completeMeans];
  const until = envelope.payload.validUntil;
  const open = say.nothing(`${shown.date(until)}, ${shown.clock(until)}`);
  return [say.pending(signed, people.length), open];
}

const anewOf = ({ kind, body }: Sale): string =>
  `/${kind === "transfer" ? "sell" : "determine"}/${encodeURIComponent(body.title)}`;

function State({ room }: { room: Room }) {
  const { people, outcome, declined, sale } = room;
  const [tag, means] = stateOf(room);
  const isDone = outcome?.code === "ok";
  const isRefused = outcome !== null && !isDone;
  const colour = isDone ? "" : isRefused ? "govuk-tag--red" : "govuk-tag--yellow";
  const decliner = people.find(({ keyId }) => declined.some(({ by }) => by === keyId));
  return (
    <>
      <p class="cf-state" role="status">
        <strong class={`govuk-tag ${colour}`}>
          <Icon name={isDone ? "done" : "waits"} />
          {tag}
        </strong>
        <span>{means}</span>
        {decliner !== undefined && <strong>{sign.state.declined(decliner.name)}</strong>}
      </p>
      {isRefused && <Problem error={refusalOf(outcome.code, outcome.facts)} />}
      {isRefused && sale !== null && (
        <p>
          <a href={anewOf(sale)}>{sign.state.anew}</a>
        </p>
      )}
    </>
  );
}

type Inside = { session: Session; me: Me; room: Room; reload: () => Promise<void> };

function Inside({ session, me, room, reload }: Inside) {
  const { sale, people, openings, outcome } = room;
  const words = sale === null ? null : wordsOf(sale, people, openings);
  const { handle } = me.identity;
  return (
    <>
      <div class="cf-stack cf-section">
        <h2 class="govuk-heading-l">
          {sale === null
            ? sign.other(room.envelope.payload.type)
            : sign.of[sale.kind](sale.body.title)}
        </h2>
        <State room={room} />
        <Teeth people={people} />
      </div>
      <div class="cf-page cf-page--aside cf-section">
        <div>
          <Summary room={room} words={words} />
          {outcome === null && <Answer session={session} me={me} room={room} reload={reload} />}
          {outcome?.code === "ok" && handle !== null && (
            <After session={session} handle={handle.handle} />
          )}
        </div>
        <div class="cf-aside">
          <People people={people} />
          <Checks room={room} />
        </div>
      </div>
    </>
  );
}

function Entered({ session, me, id }: { session: Session; me: Me; id: string }) {
  const { value, error, reload } = useLoaded(() => readRoom(session, me, id));
  if (value === null) return <Problem error={error} />;
  return (
    <>
      <Problem error={error} />
      <Inside session={session} me={me} room={value} reload={reload} />
    </>
  );
}

type Asking = { identities: readonly Identity[]; onChosen: (identity: Identity) => void };

function WhoAreYou({ identities, onChosen }: Asking) {
  const say = sign.who;
  const [chosen, setChosen] = useState(identities[0]?.id ?? "");
  const identity = identities.find(({ id }) => id === chosen);
  if (identity === undefined) {
    return (
      <p>
        {say.none} <a href="/my">{say.my}</a>
      </p>
    );
  }
  return (
    <section class="cf-section cf-stack">
      <SelectField
        id="who"
        label={say.title}
        hint={say.hint}
        value={chosen}
        options={identities.map(({ id, label }) => [id, label] as const)}
        onChoose={setChosen}
      />
      <button class="govuk-button" type="button" onClick={() => onChosen(identity)}>
        {say.enter}
      </button>
    </section>
  );
}

/** Who this device can be in the room, and who it is meant to be. */
async function arrive(session: Session, id: string) {
  const identities = await identitiesOf(session);
  const remembered = (await session.store.get("drafts", id))?.handle;
  const identity = meant(identities, location.hash.slice(1), remembered);
  return { identities, me: identity === null ? null : await enter(session, identity) };
}

function SigningRoom({ session, subject }: IslandProps) {
  const arrival = useLoaded(() => arrive(session, subject));
  const [me, setMe] = useState<Me | null>(null);
  const action = useAction();
  const { value } = arrival;
  if (value === null) return <Problem error={arrival.error} />;
  const who = me ?? value.me;
  if (who !== null) return <Entered session={session} me={who} id={subject} />;
  const choose = (identity: Identity) =>
    action.run(async () => setMe(await enter(session, identity)));
  return (
    <>
      <Problem error={action.error} />
      <WhoAreYou identities={value.identities} onChosen={choose} />
    </>
  );
}

startIsland(SigningRoom);
