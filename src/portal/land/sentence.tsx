/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { isolated, type Speech } from "../speech.js";
import type { HolderView, RightView, ShareView, TitleView } from "./view.js";

type Props = { view: TitleView; speech: Speech };

export const isOwnership = ({ kind }: RightView): boolean => kind === "ownership";

/** Who is registered, in the record's voice: organisations and the state by name, people by number. */
function holdersOf(owners: readonly RightView[], { say, as }: Speech): ComponentChildren[] {
  const { title } = say.land;
  const holders = owners.flatMap((owner) => owner.holders);
  const people = holders.filter(({ kind }) => kind === "person").length;
  const named = holders.flatMap(({ kind, name }: HolderView) => {
    if (kind === "state") return [title.state];
    return name === null ? [] : [isolated(name)];
  });
  const [first = "", ...rest] = [...(people > 0 ? [title.people(people)] : []), ...new Set(named)];
  const parts = [title.first(first), ...rest];
  // The list's own words stay plain; who it names is strong.
  return as
    .listParts(parts)
    .map(({ text, item }) => (item ? <strong key={text}>{text}</strong> : text));
}

function sharesOf(owners: readonly RightView[], { say, as }: Speech): string {
  const { title } = say.land;
  const shares = owners.flatMap(({ share }) => (share === null ? [] : [fraction(share)]));
  if (owners.some(({ holders }) => holders.length > 1)) return title.jointly;
  if (shares.length < 2) return "";
  return new Set(shares).size === 1 ? title.equal : title.inShares(as.list(shares));
}

export const fraction = ([numerator, denominator]: ShareView): string =>
  `${numerator}/${denominator}`;

function sinceOf(owners: readonly RightView[], { say, as }: Speech): string {
  const { title } = say.land;
  const known = owners.flatMap(({ inLawMs }) => inLawMs ?? []);
  if (known.length < owners.length) {
    return title.sinceRegister(as.date(Math.max(...owners.map((owner) => owner.registeredMs))));
  }
  const days = new Set(known.map((ms) => as.date(ms)));
  const latest = as.date(Math.max(...known));
  return days.size === 1 ? title.since(latest) : title.sinceLatest(latest);
}

function Registered({ owners, speech }: { owners: readonly RightView[]; speech: Speech }) {
  const { title } = speech.say.land;
  const kinds = new Set(owners.flatMap(({ holders }) => holders.map(({ kind }) => kind)));
  if (kinds.has("notDetermined")) return <>{title.notDetermined}</>;
  if (kinds.has("notKnown")) return <>{title.notKnown}</>;
  const count = owners.reduce((sum, { holders }) => sum + holders.length, 0);
  return (
    <>
      {holdersOf(owners, speech)}
      {title.registered(count, sharesOf(owners, speech), sinceOf(owners, speech))}
    </>
  );
}

/** The one sentence that a neighbour would understand. */
export function Sentence({ view, speech }: Props) {
  const { title } = speech.say.land;
  const owners = view.rights.filter(isOwnership);
  const people = owners.some(({ holders }) => holders.some(({ kind }) => kind === "person"));
  return (
    <>
      <p class="cf-sentence">
        {owners.length === 0 ? title.nobody : <Registered owners={owners} speech={speech} />}{" "}
        {people && title.closed}
      </p>
      {people && <p class="govuk-body-s">{title.closedWhy}</p>}
    </>
  );
}
