import type { Facts } from "../base/errors.js";
import type { TransactionLine } from "./explorer/view.js";

/** What every page needs. Times are ms since 1970, fingerprints 64 lower-case hex digits. */
export type FrameView = {
  /** BCP 47 tag of the reader's language; one without a catalogue reads English. */
  readonly language: string;
  /** IANA name, such as "UTC": pages show the network's time, never the reader's guess of it. */
  readonly timeZone: string;
  /** `name` as in the checkpoint's origin; `title` for people: "Public ledger of Arvenia". */
  readonly network: { readonly name: string; readonly title: string };
  readonly demo: boolean;
  /** True where one machine could make every co-signature: then they are one machine's word. */
  readonly keysOnOneMachine: boolean;
};

/** The state of the ledger that a page was made from. */
export type SourceView = {
  readonly checkpoint: CheckpointView;
  /** Titles of the agencies whose co-signature on it was **checked**. */
  readonly signedBy: readonly string[];
  /** How many agencies there are to sign. */
  readonly of: number;
  readonly nowMs: number;
  /** Facts by which the lists that the page was made from lag behind; null: it has none of them. */
  readonly behind: number | null;
};

/** What every page but the first and the failed ones is made from, besides its own view. */
export type PageView = FrameView & { readonly source: SourceView };

/** An agency of the open epoch; each gets one tooth of the seal. */
export type AgencyView = {
  readonly name: string;
  readonly title: string;
  /** Timestamp of its co-signature on `checkpoint`, **checked** by the caller; null without one. */
  readonly signedAtMs: number | null;
  /** Of its last co-signature on an earlier checkpoint, where the node knows it. */
  readonly lastSignedAtMs?: number;
};

/** Transactions of one type in a block: in words ready to read, or counted for the catalogue. */
export type WrittenView =
  | { readonly label: string }
  | { readonly type: string; readonly count: number };

export type BlockView = {
  readonly height: number;
  readonly timeMs: number;
  /** Index of the block's seal, its last fact. */
  readonly index: number;
  /** All facts of the block, its seal included. */
  readonly facts: number;
  /** What was done; refused transactions are counted apart. */
  readonly transactions: readonly WrittenView[];
  readonly refused?: number;
  readonly signedBy: number;
  readonly of: number;
  readonly fingerprintHex: string;
};

export type RecordView = {
  /** One sentence that a neighbour would understand. */
  readonly sentence: string;
  readonly key: string;
  /** Below the checkpoint's size, so that its signatures cover the record. */
  readonly index: number;
  /** The fact's leaf hash: the receipt's edge is drawn from it. */
  readonly fingerprintHex: string;
  readonly timeMs: number;
};

export type CheckpointView = {
  readonly size: number;
  readonly rootHex: string;
  /** Height and time of the seal at `size` − 1. */
  readonly height: number;
  readonly timeMs: number;
};

export type HomeView = FrameView & {
  /** Where this node is reached from outside, for the commands: "http://localhost:8300". */
  readonly address: string;
  readonly agencies: readonly AgencyView[];
  /** How many agencies must sign. */
  readonly quorum: number;
  readonly checkpoint: CheckpointView;
  /** Newest first. */
  readonly blocks: readonly BlockView[];
  readonly latestRecord: RecordView | null;
  /** The newest transactions, newest first. */
  readonly lines: readonly TransactionLine[];
  /** What is on record, by kind ("facts", "transactions", "parcels" …), in the order to show. */
  readonly totals: Readonly<Record<string, number>>;
  readonly nowMs: number;
};

/** A page that could not be made. `sentence` is plain words, `facts` are those of the case. */
export type ErrorView = FrameView & {
  /** HTTP's. */
  readonly status: number;
  readonly sentence: string;
  readonly code: string;
  readonly facts: Facts;
};
