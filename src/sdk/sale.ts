import type { Cbor } from "../codec/cbor-value.js";
import { commit } from "../ledger/commitment.js";
import type { From, LodgeBody, To } from "../modules/land/bodies.js";
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
