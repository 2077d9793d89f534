import type { DraftOpening } from "../../../api/routes/drafts.js";
import { equalBytes } from "../../../base/bytes.js";
import { commit } from "../../../ledger/commitment.js";
import { fractionText, sumOf } from "../../../modules/land/shares.js";
import { sign } from "../../messages/sign.js";
import { openingOf } from "../keys/openings.js";
import { shown } from "../parts/time.js";
import type { Person } from "./people.js";
import type { Sale } from "./sale.js";

const say = sign.rows;

/** A line of the summary. */
export type Row = readonly [name: string, words: string];

/** What a person reads before signing, from the bytes, the ledger and what was told beside them. */
export type Words = { readonly sentences: readonly string[]; readonly rows: readonly Row[] };

export function wordsOf(
  sale: Sale,
  people: readonly Person[],
  openings: readonly DraftOpening[],
): Words {
  const { kind, body, given, taken, sum, stays } = sale;
  const personOf = (id: string) => people.find(({ handle }) => handle === id);
  const name = (id: string) => personOf(id)?.name ?? id;
  const names = (ids: readonly string[]) => shown.list(ids.map(name));
  const givers = names(given.flatMap(({ holders }) => holders));
  const ends = given.filter(({ rest }) => rest === null).map(({ right }) => right);
  const me = people.find(({ isMe }) => isMe)?.handle ?? null;
  return {
    sentences: [
      kind === "determination"
        ? sign.determines(sum.given, body.title)
        : sign.sentence(givers, sum.given, body.title),
      ...taken.map(({ holders, share }) => sign.receives(names(holders), textOf(share))),
      sign.oneStep,
    ],
    rows: [
      ...ownRows(sale, me),
      ...codeRows(sale, personOf),
      ...(kind === "determination" ? [] : [[say.price, priceOf(sale, openings)] as const]),
      ...documentRows(sale, me, openings),
      [say.stays, stays.length === 0 ? say.staysNothing : say.rights(stays.length)],
      [say.ends, ends.length === 0 ? say.endsNothing : shown.list(ends.map(say.right))],
      [say.effect, body.inLaw === null ? say.byEntry : shown.date(body.inLaw)],
      ...(body.entry === null ? [] : [[say.lodgedAs, body.entry] as const]),
      ...(body.grounds === null ? [] : [[say.grounds, say.sealed] as const]),
    ],
  };
}

const textOf = (share: readonly [number, number]): string => fractionText(sumOf([[...share]]));

/** What concerns the reader alone; nothing for an official. */
function ownRows({ body, given, taken }: Sale, me: string | null): Row[] {
  const isMine = ({ holders }: { holders: readonly string[] }) =>
    me !== null && holders.includes(me);
  return [
    ...given.filter(isMine).flatMap(({ gives, rest }): Row[] => [
      [say.youGive, say.of(textOf(gives), body.title)],
      [say.youKeep, rest === null ? say.nothing : say.of(fractionText(rest), body.title)],
    ]),
    ...taken
      .filter(isMine)
      .map(({ share }): Row => [say.youReceive, say.of(textOf(share), body.title)]),
  ];
}

/** The bytes hold codes and no names: whoever was given a code compares it with this one. */
const codeRows = ({ taken }: Sale, personOf: (id: string) => Person | undefined): Row[] =>
  taken.flatMap(({ holders }) =>
    holders.map((id): Row => [say.code, `${id}${whose(personOf(id))}`]),
  );

function whose(person: Person | undefined): string {
  if (person?.isMe) return `, ${say.yours}`;
  return person?.isNamed ? `, ${say.calls(person.name)}` : "";
}

/** Whether what was told is what the commitment hides. */
function fits(opening: DraftOpening, commitment: Uint8Array): boolean {
  const { salt, path, value } = openingOf(opening);
  return equalBytes(commit(salt, path, value), commitment);
}

function priceOf({ body }: Sale, openings: readonly DraftOpening[]): string {
  if (body.price === null) return say.noPrice;
  const told = openings.filter(({ path }) => path === "/price");
  if (told.length === 0) return say.closed;
  const { price } = body;
  // Any signer may tell a price: what counts is the one that the bytes commit to.
  const value = told.find((opening) => fits(opening, price))?.value;
  if (typeof value !== "object" || !("amount" in value)) return say.wrongPrice;
  return amountText(value.amount, value.currency);
}

/** "EUR 248,500.00" @param amount in minor units */
function amountText(amount: number, currency: string): string {
  const digits = String(amount).padStart(3, "0");
  const whole = shown.number(Number(digits.slice(0, -2)));
  return `${currency}\u00a0${whole}.${digits.slice(-2)}`;
}

function documentRows(sale: Sale, me: string | null, openings: readonly DraftOpening[]): Row[] {
  return sale.body.to
    .filter(({ holders }) => holders.some(({ id }) => me === null || id === me))
    .flatMap(({ holders, sources }) => {
      const told = openings.filter(({ of }) => holders.some(({ id }) => id === of));
      const isWrong = told.some((opening) => !sources.some((s) => fits(opening, s.commitment)));
      if (isWrong) return [[say.document, say.wrongDocument] as const];
      return sources.map(
        ({ date }): Row => [say.document, say.documentOf(shown.date(Date.parse(date)))],
      );
    });
}

/** The document's digest that somebody in the room was told, where it fits its commitment. */
export function toldDigest(sale: Sale, openings: readonly DraftOpening[]): string | null {
  for (const { holders, sources } of sale.body.to) {
    const told = openings.find(({ of }) => holders.some(({ id }) => id === of));
    const [source] = sources;
    if (told === undefined || source === undefined || !fits(told, source.commitment)) continue;
    if (typeof told.value !== "string" && "sha256" in told.value) return told.value.sha256;
  }
  return null;
}
