import { equalBytes } from "../base/bytes.js";
import { errorFamily } from "../base/errors.js";
import { limits } from "../base/limits.js";
import type { Cbor } from "../codec/cbor-value.js";
import { Frontier } from "../crypto/frontier.js";
import { EMPTY_ROOT, leafHash } from "../crypto/hash.js";
import { Activity } from "./activity.js";
import { type Evidence, evidenceValue, MOST_EVIDENCE, readEvidence } from "./evidence.js";
import {
  type BlockContext,
  type Effects,
  executeDeadline,
  executeEvidence,
  executeTransaction,
  RecordReader,
  Writer,
} from "./execute.js";
import { decodeFact, encodeFact, type Fact, factHash, isTombstone } from "./fact.js";
import { moduleError } from "./module.js";
import type { ModuleSet } from "./module-set.js";
import { readSeal, type Seal, sealValue } from "./records.js";
import { Overlay, type StateChanges, type StateStore, storedFact } from "./state.js";
import type { Transaction } from "./transaction.js";

export const ledgerError = errorFamily({
  LEDGER_TIME: "A block's time is earlier than the previous one's.",
  LEDGER_EVIDENCE: "The engine's evidence of misbehaviour is not of its form.",
  LEDGER_FOUNDED: "The ledger has its first block already.",
  LEDGER_ADOPTED: "The facts are not the ledger's next block.",
});

export type TransactionResult = {
  readonly id: Uint8Array;
  /** Index of the `tx/` fact; for a known id, that of its first result. */
  readonly index: number;
  readonly code: string;
};

export type Block = {
  readonly height: number;
  readonly time: number;
  /** Index of the block's first fact; its last is the seal. */
  readonly first: number;
  readonly facts: readonly Fact[];
  readonly leaves: readonly Uint8Array[];
  /** One for each transaction that was taken, in order. */
  readonly results: readonly TransactionResult[];
  readonly changes: StateChanges;
  /** Of the log after the block. */
  readonly size: number;
  readonly root: Uint8Array;
};

/** A block that others have executed and agreed on. */
export type AdoptedBlock = Pick<Block, "height" | "time" | "leaves" | "size" | "root"> & {
  /** Of each fact; null of what was struck, too. */
  readonly supersedes: readonly (number | null)[];
};

/** Where the log stands: all that appending needs beside the state. */
export type Head = {
  readonly frontier: Frontier;
  readonly activity: Activity;
  readonly seal: { readonly index: number; readonly height: number; readonly time: number } | null;
};

export const emptyHead = (): Head => ({
  frontier: new Frontier(),
  activity: new Activity(),
  seal: null,
});

/** The modules as the law has them where the log stands. */
type Lawful = {
  readonly head: Head;
  /** Index of the law's fact, and how many of its versions are due. */
  readonly terms: string;
  readonly modules: ModuleSet;
};

/** Executes blocks: synchronous, no I/O, the same facts from the same log wherever it runs. */
export class Ledger {
  readonly state: StateStore;
  readonly #given: ModuleSet;
  #lawful: Lawful | null = null;
  #head: Head;

  /** @param modules as the genesis fact names them */
  constructor(modules: ModuleSet, state: StateStore, head: Head) {
    this.#given = modules;
    this.state = state;
    this.#head = head;
  }

  get head(): Head {
    return this.#head;
  }

  get size(): number {
    return this.#head.frontier.size;
  }

  /** The modules that the next block runs. */
  get modules(): ModuleSet {
    if (this.#lawful?.head !== this.#head) this.#lawful = this.#lawfulAt(this.#head);
    return this.#lawful.modules;
  }

  /** Block 0: the genesis fact, what the modules derive from it, a seal. */
  found(genesis: Cbor & { readonly [member: string]: Cbor }, time: number): Block {
    if (this.size !== 0) throw ledgerError("LEDGER_FOUNDED");
    const draft = new Draft(this, { height: 0, time, size: 0 });
    draft.append({ key: "genesis", cause: 0, supersedes: null, value: genesis }, "genesis");
    for (const module of draft.modules.modules) {
      const place = { module: module.name, cause: 0, before: draft.facts.length - 1 };
      const writer = new Writer(draft.modules, draft.overlay, draft.block, place);
      module.genesis(writer, genesis[module.name]);
      draft.take(writer);
    }
    return this.#finish(draft, []);
  }

  /**
   * The next block, with as many of `transactions` as it has room for: `results` has one for each
   * that was taken. Null where nothing fell due and nothing is to be recorded, so nothing changes.
   * @param evidence what the engine found of validators (`evidence.ts`), or null
   * @throws LEDGER_TIME, LEDGER_EVIDENCE, MODULE_UNKNOWN where a version that is due is not here, EXECUTE_BROKEN
   */
  execute(time: number, evidence: Cbor, transactions: readonly Transaction[]): Block | null {
    const previous = this.#head.seal;
    if (previous === null || time < previous.time) throw ledgerError("LEDGER_TIME", { time });
    const { lacks } = this.modules;
    if (lacks !== null) throw moduleError("MODULE_UNKNOWN", lacks);
    const found = readEvidence(evidence);
    if (found === null) throw ledgerError("LEDGER_EVIDENCE", { time });
    const draft = new Draft(this, { height: previous.height + 1, time, size: this.size });
    this.#tick(draft, found.slice(0, MOST_EVIDENCE));
    const results: TransactionResult[] = [];
    for (const transaction of transactions) {
      const result = this.#transact(draft, transaction);
      if (result === null) break;
      results.push(result);
    }
    return draft.facts.length === 0 ? null : this.#finish(draft, results);
  }

  /**
   * Takes over the next block without executing it: its leaves are proved to be this log's. What the
   * state keeps of a fact is a function of that fact alone.
   * @throws LEDGER_ADOPTED, CBOR_*, FACT_*; after any of them the ledger is as it was
   */
  adopt(leaves: readonly Uint8Array[]): AdoptedBlock {
    const { frontier, activity, seal: previous } = this.#head;
    const first = frontier.size;
    const facts = leaves.map((leaf, i) => decodeFact(first + i, leaf));
    const last = facts.at(-1);
    const sealed = last !== undefined && !isTombstone(last) && last.kind === "seal";
    const seal = sealed ? readSeal(last.value) : null;
    const height = (previous?.height ?? -1) + 1;
    if (seal?.height !== height || !equalBytes(seal.previousRoot, frontier.root())) {
      throw ledgerError("LEDGER_ADOPTED", { first, height });
    }
    const overlay = new Overlay(this.state, this.modules.derive);
    for (const fact of facts) if (!isTombstone(fact)) overlay.set(fact.key, storedFact(fact));
    const supersedes = facts.map((fact) => (isTombstone(fact) ? null : fact.supersedes));
    for (const [i, fact] of facts.entries()) {
      frontier.append(factHash(leaves[i] as Uint8Array, fact));
      activity.append(supersedes[i] ?? null);
    }
    const { time } = seal;
    const { size } = frontier;
    this.#head = { frontier, activity, seal: { index: size - 1, height, time } };
    this.state.apply(overlay.changes, size);
    return { height, time, leaves, supersedes, size, root: frontier.root() };
  }

  /** Results of known ids when a block would hold nothing else. */
  known({ id, key }: Transaction): TransactionResult | null {
    return knownResult(this.state.get(key), id);
  }

  #lawfulAt(head: Head): Lawful {
    const height = (head.seal?.height ?? -1) + 1;
    const keeper = this.#given.modules.find(({ law }) => law !== undefined);
    const standing = keeper?.law?.(new RecordReader(this.state));
    if (standing === undefined) return { head, terms: "", modules: this.#given };
    const { index, value } = standing;
    const due = value.versions.filter((version) => version.height <= height).length;
    const terms = `${index}/${due}`;
    const before = this.#lawful?.terms === terms ? this.#lawful.modules : null;
    return { head, terms, modules: before ?? this.#given.under(value, height) };
  }

  #tick(draft: Draft, evidence: readonly Evidence[]): void {
    const due = this.state.due(draft.block.time);
    if (due.length === 0 && evidence.length === 0) return;
    const effects = new Draft(this, draft.block);
    const cause = draft.next;
    for (const module of evidence.length === 0 ? [] : draft.modules.modules) {
      const place = { module: module.name, cause, before: effects.facts.length };
      const writer = new Writer(draft.modules, effects.overlay, draft.block, place);
      executeEvidence(module, writer, evidence);
      effects.take(writer);
    }
    for (const deadline of due) {
      const place = { cause, before: effects.facts.length };
      const { modules, block } = draft;
      const written = executeDeadline(modules, effects.overlay, block, deadline, place);
      // A million may fall due at once: what a tick has no room for is still due in the next block.
      if (place.before > 0 && effects.bytes + written.bytes > limits.effectBytes) {
        effects.overlay.undo();
        break;
      }
      effects.take(written);
    }
    const value = [draft.block.time, evidenceValue(evidence), effects.facts.length];
    draft.append({ key: `tick/${draft.block.height}`, cause: 0, supersedes: null, value }, "tick");
    draft.take(effects);
    draft.overlay.merge(effects.overlay.changes);
  }

  /** Null where the block has no room left. */
  #transact(draft: Draft, transaction: Transaction): TransactionResult | null {
    const { id, key, bytes } = transaction;
    const known = knownResult(draft.overlay.get(key), id);
    if (known !== null) return known;
    const index = draft.next;
    const outcome = executeTransaction(
      draft.modules,
      draft.overlay,
      draft.block,
      transaction,
      index,
    );
    transaction.forget?.();
    const effects = "facts" in outcome ? outcome : null;
    const value = [bytes, outcome.code, outcome.detail, effects?.facts.length ?? 0];
    const fact = { key, cause: 0, supersedes: null, value };
    const leaf = encodeFact(fact);
    if (!draft.hasRoom(leaf.length + (effects?.bytes ?? 0))) {
      draft.overlay.undo();
      return null;
    }
    draft.append(fact, "tx", leaf);
    if (effects !== null) draft.take(effects);
    return { id, index, code: outcome.code };
  }

  #finish(draft: Draft, results: readonly TransactionResult[]): Block {
    const { frontier, activity, seal: previous } = this.#head;
    const first = frontier.size;
    const index = draft.next;
    const previousRoot = frontier.size === 0 ? EMPTY_ROOT : frontier.root();
    for (const [i, fact] of draft.facts.entries()) {
      frontier.append(leafHash(draft.leaves[i] as Uint8Array));
      activity.append(fact.supersedes);
    }
    activity.append(previous?.index ?? null);
    const { height, time } = draft.block;
    const seal: Seal = {
      height,
      time,
      transactions: draft.facts.filter((fact) => fact.kind === "tx").length,
      facts: draft.facts.length + 1,
      previousRoot,
      activityRoot: activity.root(),
    };
    const supersedes = previous?.index ?? null;
    draft.append({ key: "seal", cause: 0, supersedes, value: sealValue(seal) }, "seal");
    frontier.append(leafHash(draft.leaves.at(-1) as Uint8Array));
    this.#head = { frontier, activity, seal: { index, height, time } };
    const { facts, leaves } = draft;
    const { changes } = draft.overlay;
    const { size } = frontier;
    this.state.apply(changes, size);
    return { height, time, first, facts, leaves, results, changes, size, root: frontier.root() };
  }
}

function knownResult(
  fact: { index: number; value?: Cbor } | undefined,
  id: Uint8Array,
): TransactionResult | null {
  if (fact === undefined) return null;
  return { id, index: fact.index, code: typeof fact.value === "string" ? fact.value : "ok" };
}

/** A block that is being put together over the state before it. */
class Draft {
  readonly modules: ModuleSet;
  readonly block: BlockContext;
  readonly overlay: Overlay;
  readonly facts: Fact[] = [];
  readonly leaves: Uint8Array[] = [];
  readonly #first: number;
  #bytes = 0;

  constructor(ledger: Ledger, block: BlockContext) {
    this.modules = ledger.modules;
    this.block = block;
    this.overlay = new Overlay(ledger.state, this.modules.derive);
    this.#first = ledger.size;
  }

  get next(): number {
    return this.#first + this.facts.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  hasRoom(bytes: number): boolean {
    return this.#bytes + bytes + SEAL_BYTES <= limits.blockBytes;
  }

  /** A fact of the ledger's own. Of a transaction, the state keeps the code alone. */
  append(
    fact: Omit<Fact, "index" | "kind">,
    kind: "genesis" | "tick" | "tx" | "seal",
    leaf: Uint8Array = encodeFact(fact),
  ): void {
    const placed: Fact = { ...fact, index: this.next, kind };
    this.facts.push(placed);
    this.#push(leaf);
    this.overlay.put(fact.key, storedFact(placed));
  }

  /** Facts that were written into the overlay already. */
  take({ facts, leaves }: Effects): void {
    for (const fact of facts) this.facts.push(fact);
    for (const leaf of leaves) this.#push(leaf);
  }

  #push(leaf: Uint8Array): void {
    this.leaves.push(leaf);
    this.#bytes += leaf.length;
  }
}

/** An upper bound of a seal's leaf. */
const SEAL_BYTES = 256;
