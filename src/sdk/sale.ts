import type { Cbor } from "../codec/cbor-value.js";
import { commit } from "../ledger/commitment.js";
import type { From, LodgeBody, To, TransferBody } from "../modules/land/bodies.js";
import * as schemas from "../modules/land/bodies.js";
import { handlesOf } from "../modules/land/schema.js";
import { termsOf } from "../modules/land/terms.js";

type Share = LodgeBody["to"][number]["share"];

export type SaleTerms = LodgeBody;
/** A right that gives: all of it, or a share of the whole title. */
export type Gives = From[number];
/** Who takes: a person's fresh handle, or several that take jointly. */
export type Takes = { readonly handles: readonly string[]; readonly share: Share };

/** Who gives what of a title to which persons. */
export function saleTerms(
  title: string,
  gives: readonly Gives[],
  takes: readonly Takes[],
): SaleTerms {
  return {
    title,
    from: gives.map(({ right, share }) => ({ right, share })),
    to: takes.map(({ handles, share }) => ({
      holders: handles.map((id) => ({ kind: "person" as const, id })),
      share,
    })),
  };
}

/** Digest by which a later transfer is known to be what was lodged. */
export const saleDigest = (terms: SaleTerms): Uint8Array => termsOf(terms);

export type Source = To[number]["sources"][number];
export type Deed = {
  readonly kind: Source["kind"];
  /** ISO 8601 calendar date. */
  readonly date: string;
  /** SHA-256 of the document, which stays off the ledger. */
  readonly digest: Uint8Array;
  /** The organisation that answers for it. */
  readonly validatedBy: string;
};

/** Where a right's first source and an entry's price stand in their facts: what their openings name. */
export const commitmentPaths = { source: "/sources/0/commitment", price: "/price" } as const;

/**
 * A taker's own source: one salt a taker, since a commitment under two handles would tie them
 * together.
 * @param salt 32 random bytes, which the taker keeps
 */
export function deedSource(deed: Deed, salt: Uint8Array): Source {
  const { kind, date, digest, validatedBy } = deed;
  const commitment = commit(salt, commitmentPaths.source, digest);
  return { kind, date, commitment, validatedBy };
}

/** The closed price of an entry: minor units and currency (ISO 4217). @param salt 32 random bytes */
export const priceCommitment = (
  salt: Uint8Array,
  price: { readonly amount: number; readonly currency: string },
): Uint8Array => commit(salt, commitmentPaths.price, { ...price });

/** The body of a `land.lodge`. */
export const lodgeBody = (terms: SaleTerms): Cbor => terms;

export type TransferMore = {
  /** One list a taker, in the order of the terms. */
  readonly sources: readonly (readonly Source[])[];
  readonly price?: Uint8Array | null;
  /** ms since 1970; null: when it is registered. */
  readonly inLaw?: number | null;
  readonly grounds?: Uint8Array | null;
  /** What was lodged, `<office>.<number>`; null: nothing before. */
  readonly entry?: string | null;
};

/** The body of a `land.transfer` of these terms. */
export function transferBody(terms: SaleTerms, more: TransferMore): Cbor {
  const { sources, price = null, inLaw = null, grounds = null, entry = null } = more;
  return { ...terms, to: withSources(terms.to, sources), price, inLaw, grounds, entry };
}

export type Determination = {
  readonly title: string;
  readonly right: string;
  readonly to: SaleTerms["to"];
  readonly sources: readonly (readonly Source[])[];
  readonly inLaw?: number | null;
  readonly grounds?: Uint8Array | null;
};

/** The body of a `land.determine`. */
export function determineBody(determination: Determination): Cbor {
  const { title, right, to, sources, inLaw = null, grounds = null } = determination;
  return { title, right, to: withSources(to, sources), inLaw, grounds };
}

const withSources = (to: SaleTerms["to"], sources: TransferMore["sources"]): To =>
  to.map((taking, i) => ({ ...taking, sources: [...(sources[i] ?? [])] }));

/** What a line is about; pages may word it themselves. */
export type SaleLine = {
  readonly about: "title" | "gives" | "takes" | "price" | "effect" | "lodged";
  /** In plain English; handles stand in it as they are. */
  readonly text: string;
  /** Persons' handles in the text. */
  readonly handles: readonly string[];
};

/**
 * What a lodging, transfer or determination says, line by line: from the body's bytes alone, so that
 * whoever signs reads what is signed and nothing that a server made of it.
 * @returns null for what is none of these, or malformed
 */
export function saleSummary(type: string, body: Cbor): readonly SaleLine[] | null {
  switch (type) {
    case "land.lodge": {
      const { data } = schemas.lodgeBody.safeParse(body);
      return data === undefined ? null : [...partiesOf(data), line("lodged", LODGING)];
    }
    case "land.transfer": {
      const { data } = schemas.transferBody.safeParse(body);
      return data === undefined ? null : transferLines(data);
    }
    case "land.determine": {
      const { data } = schemas.determineBody.safeParse(body);
      if (data === undefined) return null;
      const from = [{ right: data.right, share: null }];
      return [...partiesOf({ ...data, from }), effectLine(data.inLaw)];
    }
    default:
      return null;
  }
}

const LODGING = "It takes its rank now and no effect before it is registered.";

const line = (about: SaleLine["about"], text: string, handles: string[] = []): SaleLine => ({
  about,
  text,
  handles,
});

function transferLines(body: TransferBody): SaleLine[] {
  const price = body.price === null ? "No price is recorded." : "The price is sealed.";
  const { entry } = body;
  const rank = entry === null ? "It was not lodged before." : `It was lodged as entry ${entry}.`;
  return [...partiesOf(body), line("price", price), effectLine(body.inLaw), line("lodged", rank)];
}

const effectLine = (inLaw: number | null): SaleLine =>
  line(
    "effect",
    inLaw === null
      ? "It takes effect when it is registered."
      : `It takes effect as of ${new Date(inLaw).toISOString()}.`,
  );

function partiesOf({ title, from, to }: SaleTerms): SaleLine[] {
  return [
    line("title", `Title ${title}`),
    ...from.map(({ right, share }) => {
      const what =
        share === null ? "all that it holds, and ends" : `${partText(share)} of the title`;
      return line("gives", `Right ${right} gives ${what}.`);
    }),
    ...to.map(({ holders, share }) => {
      const who = holders
        .map(({ kind, id }) => (kind === "state" ? "the state" : id))
        .join(" and ");
      const how = holders.length > 1 ? "take jointly" : "takes";
      const handles = handlesOf(holders);
      return line("takes", `${who} ${how} ${partText(share)} of the title.`, handles);
    }),
  ];
}

const partText = ([n, d]: Share): string => (n === d ? "all" : `${n}/${d}`);
