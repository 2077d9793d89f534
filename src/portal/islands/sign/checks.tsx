import { sign } from "../../messages/sign.js";
import { Icon } from "../../parts.js";
import type { Room } from "./read-room.js";
import type { Sale } from "./sale.js";

const say = sign.checks;

/** What was looked at, and whether it was as it should be. */
export type Looked = { readonly ok: boolean; readonly words: string };

/** What anyone can tell from the bytes and the ledger, before the ledger itself judges. */
export function checksOf(sale: Sale): Looked[] {
  const { sum, given, lodged, body } = sale;
  const adds = sum.given === sum.taken;
  const enough = given.every(({ rest }) => rest === null || rest.numerator > 0n);
  const before = lodged.filter((entry) => entry !== body.entry);
  return [
    { ok: adds, words: `${adds ? say.sum : say.sumNot}: ${sum.given} = ${sum.taken}` },
    { ok: enough, words: enough ? say.enough : say.enoughNot },
    {
      ok: before.length === 0,
      words: before.length === 0 ? say.lodged : say.lodgedNot(before.join(", ")),
    },
  ];
}

function Check({ ok, words }: Looked) {
  return (
    <li data-state={ok ? "ok" : "no"}>
      <Icon name={ok ? "done" : "waits"} />
      <p>{words}</p>
    </li>
  );
}

export function Checks({ room: { sale, declined } }: { room: Room }) {
  if (sale === null) return null;
  const refusals = declined.map(({ reason, words }) => ({
    ok: false,
    words: say.declined(`${sign.answer.reasons[reason]}. ${words}`),
  }));
  return (
    <section class="cf-section cf-stack" aria-labelledby="checks">
      <h2 class="govuk-heading-m" id="checks">
        {say.title}
      </h2>
      <ul class="cf-checks">
        {[...checksOf(sale), ...refusals].map((looked) => (
          <Check key={looked.words} {...looked} />
        ))}
      </ul>
      <h2 class="govuk-heading-m cf-further">{sign.cannot.title}</h2>
      <p class="govuk-body-s">{sign.cannot.text}</p>
    </section>
  );
}
