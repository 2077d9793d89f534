import type { Facts } from "../../base/errors.js";
import type { EvidenceKind } from "../../ledger/evidence.js";
import type { Publicity } from "../../ledger/record-type.js";
import type { Proposal } from "../../modules/governance/proposals.js";
import type { AgencyView, BlockView, PageView } from "../view.js";

/** A transaction in a list: what it says, and what became of it. */
export type TransactionLine = {
  /** 64 hex digits. */
  readonly id: string;
  readonly index: number;
  readonly type: string;
  /** "ok" or the refusal's. */
  readonly code: string;
  readonly sentence: string;
  readonly height: number;
  readonly timeMs: number;
};

export type TransactionsView = PageView & {
  /** Newest first. */
  readonly lines: readonly TransactionLine[];
  /** Every type that this network has, ordered, and the one that is asked for. */
  readonly types: readonly string[];
  readonly type: string | null;
  /** Index below which the list begins; null: at the newest. */
  readonly before: number | null;
  /** Index below which older ones stand; null at the end. */
  readonly older: number | null;
};

export type BlocksView = PageView & {
  /** Newest first. */
  readonly blocks: readonly BlockView[];
  /** Heights with which the newer and the older page begin; null where there is none. */
  readonly newer: number | null;
  readonly older: number | null;
};

/** A fact in a list. */
export type FactLine = {
  readonly index: number;
  /** Null where the entry was struck. */
  readonly key: string | null;
};

export type BlockPageView = PageView & {
  readonly block: BlockView;
  /** Index of the block's first fact. */
  readonly first: number;
  readonly previousRootHex: string;
  readonly activityRootHex: string;
  /** Whose co-signatures stand under the published checkpoint, and so under this block. */
  readonly agencies: readonly AgencyView[];
  /** In the order of the block, from `from` on; `next` is where the rest begins. */
  readonly lines: readonly TransactionLine[];
  readonly from: number;
  readonly next: number | null;
  /** The facts from `factsFrom` on. */
  readonly facts: readonly FactLine[];
  readonly factsFrom: number;
  readonly factsNext: number | null;
};

/** A value as a person reads it. */
export type Shown =
  | { readonly kind: "nothing" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly yes: boolean }
  | { readonly kind: "time"; readonly ms: number }
  | { readonly kind: "bytes"; readonly hex: string }
  /** The id of a record that stands on the ledger under `key`. */
  | { readonly kind: "record"; readonly text: string; readonly key: string }
  | { readonly kind: "list"; readonly items: readonly Shown[] }
  | { readonly kind: "members"; readonly members: readonly (readonly [string, Shown])[] }
  /** Too deep or too long to be read here; the raw fact has it. */
  | { readonly kind: "long"; readonly count: number };

export type FieldView = {
  readonly name: string;
  readonly value: Shown;
  /** By the network's law; null where it has none for this. */
  readonly publicity: Publicity | null;
};

/** Bytes, for who wants to see them. */
export type RawView = {
  /** Diagnostic notation of CBOR, RFC 8949 §8. */
  readonly notation: string;
  readonly hex: string;
  readonly bytes: number;
  /** Where the bytes are to be had as a file. */
  readonly download: string;
};

export type SignerView = {
  readonly keyId: string;
  readonly algorithm: string;
  /** The handle that the key is bound to, and key of its fact; null where it stands nowhere. */
  readonly handle: string | null;
  readonly key: string | null;
};

export type TransactionView = PageView & {
  readonly line: TransactionLine;
  /** Of a refused one. */
  readonly refusal: { readonly sentence: string; readonly facts: Facts } | null;
  readonly validUntilMs: number;
  readonly signers: readonly SignerView[];
  readonly writes: readonly FactLine[];
  readonly body: readonly FieldView[];
  readonly raw: RawView;
};

/** Who wrote a fact: a transaction in a sentence, or what the ledger does by itself. */
export type CauseView =
  | { readonly kind: "transaction"; readonly line: TransactionLine }
  | { readonly kind: "tick" | "genesis" | "itself"; readonly index: number };

export type VersionView = {
  readonly index: number;
  readonly height: number;
  readonly timeMs: number;
  readonly retracted: boolean;
};

export type FactView = PageView & {
  readonly key: string;
  readonly version: VersionView;
  /** Index of the fact that replaced it; null: it is the newest of its key. */
  readonly replacedBy: number | null;
  readonly fields: readonly FieldView[];
  readonly cause: CauseView;
  /** Newest first, this one among them; `older` is where the rest begins. */
  readonly versions: readonly VersionView[];
  readonly older: number | null;
  readonly fingerprintHex: string;
  readonly raw: RawView;
};

/** What is or was put before the agencies, and by whose count. */
export type ProposalLine = {
  /** Of the transaction that proposed it. */
  readonly id: string;
  readonly sentence: string;
  readonly state: Proposal["state"];
  readonly approving: number;
  readonly refusing: number;
  readonly needed: number;
  readonly deadlineMs: number;
  /** Null while it is open. */
  readonly closedMs: number | null;
};

/** That an agency's validator broke the engine's rules. */
export type MisbehaviourLine = {
  readonly key: string;
  readonly index: number;
  /** Its title. */
  readonly agency: string;
  readonly kind: EvidenceKind;
  /** The engine's. */
  readonly height: number;
  readonly timeMs: number;
};

export type AgenciesView = PageView & {
  readonly quorum: number;
  /** `key` of its fact; `sinceMs`: when the key counted first with which it signs now. */
  readonly agencies: readonly (AgencyView & { readonly key: string; readonly sinceMs: number })[];
  readonly former: readonly {
    readonly key: string;
    readonly title: string;
    readonly untilMs: number;
    /** Whether the key with which it signed last counts as stolen. */
    readonly compromised: boolean;
  }[];
  readonly open: readonly ProposalLine[];
  /** Newest first, and whether there may be older ones. */
  readonly closed: readonly ProposalLine[];
  readonly moreClosed: boolean;
  /** Newest first, and whether there are older ones. */
  readonly misbehaviour: readonly MisbehaviourLine[];
  readonly moreMisbehaviour: boolean;
};

export type ProposalView = PageView & {
  readonly line: ProposalLine;
  /** Of its fact. */
  readonly key: string;
  /** Of the agencies that count now; `cast` is null where one has not voted. */
  readonly ballots: readonly {
    readonly name: string;
    readonly title: string;
    readonly cast: {
      readonly key: string;
      readonly approve: boolean;
      readonly timeMs: number;
    } | null;
  }[];
};
