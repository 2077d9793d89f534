import { useState } from "preact/hooks";
import { declineReasons } from "../../../api/routes/drafts.js";
import { sign } from "../../messages/sign.js";
import { tell } from "../keys/notes.js";
import type { Session } from "../keys/session.js";
import { type Action, useAction } from "../parts/action.js";
import { Problem } from "../parts/problem.js";
import { sendRoom, signRoom, unfitFor } from "./act.js";
import type { Me } from "./me.js";
import type { Room } from "./read-room.js";

const say = sign.answer;

type Props = { session: Session; me: Me; room: Room; reload: () => Promise<void> };

function Decline({ me, room, reload, action }: Props & { action: Action }) {
  const [reason, setReason] = useState<(typeof declineReasons)[number]>("wrong");
  const [words, setWords] = useState("");
  const decline = async () => {
    await tell(me.client, room.id, { kind: "declined", reason, words });
    await reload();
  };
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">{say.decline}</summary>
      <form
        class="cf-stack"
        onSubmit={(event) => {
          event.preventDefault();
          action.run(decline);
        }}
      >
        <p class="govuk-body-s">{say.declineMeans}</p>
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend">{say.why}</legend>
          {declineReasons.map((option) => (
            <div class="govuk-radios__item" key={option}>
              <input
                class="govuk-radios__input"
                type="radio"
                name="why"
                id={`why-${option}`}
                checked={reason === option}
                onChange={() => setReason(option)}
              />
              <label class="govuk-label" for={`why-${option}`}>
                {say.reasons[option]}
              </label>
            </div>
          ))}
        </fieldset>
        <div class="govuk-form-group">
          <label class="govuk-label" for="say">
            {say.words}
          </label>
          <p class="govuk-hint" id="say-hint">
            {say.wordsHint}
          </p>
          <textarea
            class="govuk-textarea"
            id="say"
            aria-describedby="say-hint"
            rows={3}
            maxLength={500}
            value={words}
            onInput={({ currentTarget }) => setWords(currentTarget.value)}
          />
        </div>
        <button class="govuk-button govuk-button--warning" type="submit" disabled={action.busy}>
          {say.declineNow}
        </button>
      </form>
    </details>
  );
}

function Buttons({ session, me, room, reload, action }: Props & { action: Action }) {
  const mine = room.people.find(({ isMe }) => isMe);
  const isComplete = room.people.every(({ hasSigned }) => hasSigned);
  const act = (what: () => Promise<void>) => () =>
    action.run(async () => {
      try {
        await what();
      } finally {
        // Also after a refusal, which then stands on the ledger.
        await reload();
      }
    });
  return (
    <p class="govuk-button-group">
      {mine?.hasSigned === false && unfitFor(me, room) === null && (
        <button
          class="govuk-button"
          type="button"
          disabled={action.busy}
          onClick={act(() => signRoom(session, me, room))}
        >
          {mine.role === "office" ? say.office : say.sign}
        </button>
      )}
      {isComplete && (
        <button
          class="govuk-button"
          type="button"
          disabled={action.busy}
          onClick={act(() => sendRoom(session, me, room.id))}
        >
          {say.send}
        </button>
      )}
      <button
        class="govuk-button govuk-button--secondary"
        type="button"
        disabled={action.busy}
        onClick={act(async () => {})}
      >
        {say.look}
      </button>
    </p>
  );
}

/** The one place where a legal act happens: a signature, or a refusal that the others see. */
export function Answer(props: Props) {
  const action = useAction();
  const { me, room } = props;
  const mine = room.people.find(({ isMe }) => isMe);
  const unfit = mine?.hasSigned === false ? unfitFor(me, room) : null;
  const hasDeclined = room.declined.some(({ by }) => by === mine?.keyId);
  return (
    <section class="cf-decide cf-section" aria-labelledby="answer">
      <h2 class="govuk-heading-l" id="answer">
        {say.title}
      </h2>
      <p>
        <strong>{mine?.hasSigned ? say.have : say.notYet}</strong> {say.after}
      </p>
      {hasDeclined && <p role="status">{say.declined}</p>}
      <Problem error={action.error ?? unfit} />
      <Buttons {...props} action={action} />
      <Decline {...props} action={action} />
    </section>
  );
}
