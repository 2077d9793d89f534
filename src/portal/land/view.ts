import type { Shape } from "../../modules/land/geometry/shape.js";
import type { PageView } from "../view.js";

/** How a level counts: integers in steps of a degree or a metre, east before north. */
export type GridView = { readonly unit: "degree" | "metre"; readonly stepsPerUnit: number };

/** A street of the address register; its line in steps of the level's grid. */
export type StreetView = {
  readonly name: string;
  readonly line: readonly (readonly [x: number, y: number])[];
};

export type PlanParcelView = {
  readonly id: string;
  /** Where it leads to; null for the parcel of the page. */
  readonly title: string | null;
  /** House number, where the address register has one. */
  readonly number: string | null;
  readonly shape: Shape;
};

/** A parcel among its neighbours. */
export type PlanView = {
  readonly grid: GridView;
  readonly here: PlanParcelView;
  readonly neighbours: readonly PlanParcelView[];
  readonly streets: readonly StreetView[];
};

export type ParcelView = {
  readonly key: string;
  readonly index: number;
  readonly reference: string;
  readonly legalAreaM2: number | null;
  /** Survey's accuracy, where it is known. */
  readonly accuracyMm: number | null;
  readonly overlaps: boolean;
  readonly plan: PlanView;
};

export type AddressView = {
  readonly street: string;
  readonly number: string;
  readonly locality: string;
};

/** `name` is an organisation's: a person's stands in no public record. */
export type HolderView = { readonly kind: string; readonly name: string | null };
export type ShareView = readonly [numerator: number, denominator: number];

export type RightView = {
  readonly id: string;
  readonly kind: string;
  /** Several hold jointly. */
  readonly holders: readonly HolderView[];
  /** Of the title; null: the whole. */
  readonly share: ShareView | null;
  /** Whether the shares of an earlier register do not add up. */
  readonly flawed: boolean;
  /** Null: not known. */
  readonly inLawMs: number | null;
  readonly registeredMs: number;
  readonly key: string;
  readonly index: number;
};

/** An entry of the daybook that is about this title. */
export type EntryView = {
  /** `<office>.<number>`: rank follows it. */
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  /** "registered", "refused", "withdrawn"; null while it is not decided. */
  readonly decision: string | null;
  readonly inLawMs: number | null;
  readonly lodgedMs: number;
  readonly decidedMs: number | null;
  readonly key: string;
  readonly index: number;
};

/** The two days for which a reader asks, as `YYYY-MM-DD`; null: today. */
export type AsOfView = { readonly law: string | null; readonly register: string | null };

/** A fact as it stands on the ledger, for the last section and the receipt. */
export type FactView = {
  readonly key: string;
  readonly index: number;
  readonly fingerprintHex: string;
  readonly bytes: number;
  /** Diagnostic notation (RFC 8949, 8) of the whole fact. */
  readonly notation: string;
};

export type TitleView = PageView & {
  readonly id: string;
  readonly retired: boolean;
  /** A court's freeze that stands now, ms since 1970, with the fact that proves it; null where none does. */
  readonly frozen: {
    readonly key: string;
    readonly sinceMs: number;
    readonly untilMs: number | null;
  } | null;
  readonly address: AddressView | null;
  readonly parcels: readonly ParcelView[];
  /** In the order of rank: those of the days asked for. */
  readonly rights: readonly RightView[];
  readonly asOf: AsOfView;
  /** How many rights the title lists today, whatever day the page shows. */
  readonly today: { readonly owners: number; readonly others: number };
  /** Lodged and not decided, in the order of rank. */
  readonly waiting: readonly EntryView[];
  /** Newest first. */
  readonly entries: readonly EntryView[];
  readonly fact: FactView;
  /** Whether a quorum's co-signatures on the page's checkpoint were **checked**. */
  readonly verified: boolean;
};

/** A part of the map by itself: a town, a commune. */
export type PlaceView = {
  /** The number in the page's address. */
  readonly id: string;
  /** Of its addresses, those of most parcels first; none where the register has no addresses. */
  readonly localities: readonly string[];
  readonly district: string;
  readonly parcels: number;
  /** Line that the source of the outlines demands. */
  readonly attribution: string | null;
};

/** A row of the list, which is the map in words. */
export type ListedView = {
  readonly parcel: string;
  readonly title: string;
  readonly address: AddressView | null;
  readonly legalAreaM2: number | null;
};

export type OverviewView = {
  readonly grid: GridView;
  readonly shapes: readonly Shape[];
};

export type LandView = PageView & {
  readonly totals: { readonly parcels: number; readonly titles: number };
  readonly places: readonly PlaceView[];
  /** Null where nothing is registered. */
  readonly place: PlaceView | null;
  readonly level: string | null;
  readonly overview: OverviewView | null;
  /** Names of the place's streets; `street`: the one that the list is of. */
  readonly streets: readonly { readonly id: string; readonly name: string }[];
  readonly street: string | null;
  readonly listed: readonly ListedView[];
  /** The first of them, from 0, and how many there are without the cut into pages. */
  readonly from: number;
  readonly of: number;
  readonly pageLength: number;
};
