import { CounterfoilError, errorFamily } from "../base/errors.js";
import { limits } from "../base/limits.js";
import type { Cbor } from "../codec/cbor-value.js";
import type { Evidence } from "./evidence.js";
import { encodeFact, type Fact } from "./fact.js";
import { isKey } from "./key.js";
import type { Rules } from "./law.js";
import {
  type Context,
  type Module,
  moduleError,
  type Reader,
  type Standing,
  type TransactionContext,
} from "./module.js";
import type { ModuleSet } from "./module-set.js";
import { networkOrigin } from "./network-origin.js";
import { type RecordType, recordKey } from "./record-type.js";
import type { Deadline, Overlay, StateReader } from "./state.js";
import type { Signatory, Transaction } from "./transaction.js";

export const executeError = errorFamily({
  EXECUTE_BROKEN: "A module broke a rule of the ledger; the node stops rather than go on.",
});

/** Facts that one tick or transaction wrote, not yet appended. */
export type Effects = {
  readonly facts: readonly Fact[];
  readonly leaves: readonly Uint8Array[];
  /** Of the leaves together. */
  readonly bytes: number;
};
export type Outcome =
  | ({ readonly code: "ok"; readonly detail: null } & Effects)
  | { readonly code: string; readonly detail: Cbor };

export type BlockContext = {
  readonly height: number;
  readonly time: number;
  /** Of the log before the block. */
  readonly size: number;
};
/** Where a writer's facts go: its module, its cause's index, and how many facts others wrote under that cause. */
export type Place = { readonly module: string; readonly cause: number; readonly before: number };

/** Reads records through the types that declare them. */
export class RecordReader implements Reader {
  protected readonly state: StateReader;

  constructor(state: StateReader) {
    this.state = state;
  }

  read<Value extends Cbor>(record: RecordType<Value>, id: string): Standing<Value> | undefined {
    const fact = this.state.get(recordKey(record, id));
    if (fact?.value === undefined) return undefined;
    return { index: fact.index, value: record.written(fact.value) };
  }

  members(list: string): readonly string[] {
    return this.state.members(list);
  }
}

/** Collects what a module writes; checks every rule that binds modules. */
export class Writer extends RecordReader implements Context {
  readonly height: number;
  readonly time: number;
  readonly size: number;
  readonly facts: Fact[] = [];
  readonly leaves: Uint8Array[] = [];
  bytes = 0;
  readonly #overlay: Overlay;
  readonly #modules: ModuleSet;
  readonly #place: Place;

  constructor(modules: ModuleSet, overlay: Overlay, block: BlockContext, place: Place) {
    super(overlay);
    this.#overlay = overlay;
    this.height = block.height;
    this.time = block.time;
    this.size = block.size;
    this.#modules = modules;
    this.#place = place;
  }

  get rules(): Rules {
    return this.#modules;
  }

  get origin(): string {
    return networkOrigin(this.state);
  }

  put<Value extends Cbor>(record: RecordType<Value>, id: string, value: NoInfer<Value>): void {
    this.#modules.checkPublicity(record, value);
    this.#write(record, id, value);
  }

  retract(record: RecordType, id: string): void {
    this.#write(record, id, undefined);
  }

  #write(record: RecordType, id: string, value: Cbor | undefined): void {
    const key = recordKey(record, id);
    const { module, cause, before } = this.#place;
    if (!key.startsWith(`${module}/`) || !isKey(key)) throw broken("writes elsewhere", key);
    const standing = this.state.get(key);
    if (value === undefined && standing?.value === undefined) {
      throw broken("retracts what does not stand", key);
    }
    const index = cause + 1 + before + this.facts.length;
    const supersedes = standing?.index ?? null;
    if (supersedes !== null && supersedes > cause) throw broken("writes twice", key);
    const head = { index, key, kind: "module", cause: index - cause, supersedes } as const;
    const fact = value === undefined ? head : { ...head, value };
    const leaf = leafOf(fact);
    this.facts.push(fact);
    this.leaves.push(leaf);
    this.bytes += leaf.length;
    const { derive } = record;
    if (derive !== null) this.#overlay.follow(key, derive(id, standing?.value), derive(id, value));
    this.#overlay.put(key, value === undefined ? { index } : { index, value, leaf });
  }
}

function leafOf(fact: Fact): Uint8Array {
  try {
    return encodeFact(fact);
  } catch (error) {
    if (!(error instanceof CounterfoilError) || error.code !== "FACT_SIZE") throw error;
    throw moduleError("TX_RECORD_SIZE", { key: fact.key, most: limits.leafBytes });
  }
}

function broken(what: string, key: string, cause?: unknown): CounterfoilError {
  return executeError("EXECUTE_BROKEN", { what, key }, cause);
}

/**
 * Executes one transaction that admission took: its effects, or a refusal to be put on record.
 * @param overlay takes what it writes; of a refusal nothing
 * @throws EXECUTE_BROKEN for anything that is not a refusal
 */
export function executeTransaction(
  modules: ModuleSet,
  overlay: Overlay,
  block: BlockContext,
  transaction: Transaction,
  index: number,
): Outcome {
  const { type, body } = transaction.payload;
  overlay.mark();
  try {
    checkTime(transaction, block.time);
    checkAlgorithms(modules, transaction, block.height);
    const definition = modules.typeOf(transaction);
    if (definition === undefined) throw moduleError("TX_TYPE", { type });
    const writer = new TransactionWriter(modules, overlay, block, transaction, index);
    definition.execute(writer, body);
    const { facts, leaves, bytes } = writer;
    // No transaction may need a block of its own.
    if (bytes > limits.effectBytes) throw moduleError("TX_EFFECTS", { bytes });
    return { code: "ok", detail: null, facts, leaves, bytes };
  } catch (error) {
    overlay.undo();
    if (modules.isRefusal(error)) return { code: error.code, detail: detailOf(error) };
    throw error instanceof CounterfoilError && error.code === "EXECUTE_BROKEN"
      ? error
      : broken(`transaction ${type}`, transaction.key, error);
  }
}

/**
 * Lets the module act on one deadline.
 * @param overlay takes what it writes
 * @throws EXECUTE_BROKEN, also where the deadline stays due
 */
export function executeDeadline(
  modules: ModuleSet,
  overlay: Overlay,
  block: BlockContext,
  deadline: Deadline,
  place: Omit<Place, "module">,
): Effects {
  const { key } = deadline;
  const name = key.slice(0, key.indexOf("/"));
  overlay.mark();
  const writer = new Writer(modules, overlay, block, { ...place, module: name });
  try {
    modules.module(name).onTime?.(writer, deadline);
  } catch (error) {
    throw broken("on time", key, error);
  }
  const after = modules.derive(key)?.(overlay.get(key)?.value).deadline ?? null;
  if (after !== null && after <= block.time) throw broken("a deadline stays due", key);
  return writer;
}

/** Lets a module act on what the engine found of validators. @throws EXECUTE_BROKEN */
export function executeEvidence(
  { name, onEvidence }: Module,
  context: Context,
  evidence: readonly Evidence[],
): void {
  try {
    onEvidence?.(context, evidence);
  } catch (error) {
    throw broken("on evidence", name, error);
  }
}

/** Longest text of a refusal's fact on record: the envelope that it answers takes half a leaf. */
const DETAIL_TEXT = 200;

/** The facts of the case as CBOR takes them, whatever module wrote them: no refusal may stop a node. */
function detailOf({ code, facts }: CounterfoilError): Cbor {
  // How a body is wrong is told in the words of the library that parsed it, and those are no law.
  if (code === "TX_BODY") return {};
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const isText = typeof value === "string" || typeof value === "bigint";
      if (!isText && (typeof value !== "number" || Number.isSafeInteger(value)))
        return [name, value];
      return [name, String(value).toWellFormed().slice(0, DETAIL_TEXT).toWellFormed()];
    }),
  );
}

/** Before the id in the key of a transaction's fact. */
const TRANSACTION_PREFIX = "tx/";

class TransactionWriter extends Writer implements TransactionContext {
  readonly id: string;
  readonly signatories: readonly Signatory[];

  constructor(
    modules: ModuleSet,
    overlay: Overlay,
    block: BlockContext,
    transaction: Transaction,
    index: number,
  ) {
    const { type } = transaction.payload;
    const module = type.slice(0, type.indexOf("."));
    super(modules, overlay, block, { module, cause: index, before: 0 });
    this.id = transaction.key.slice(TRANSACTION_PREFIX.length);
    this.signatories = transaction.signatories;
  }
}

/** block time ≤ validUntil ≤ block time + 30 days (docs/reference/formats.md, Transaction). */
function checkTime({ payload: { validUntil } }: Transaction, time: number): void {
  if (time > validUntil) throw moduleError("TX_EXPIRED", { validUntil, time });
  if (validUntil > time + limits.validityMs) throw moduleError("TX_VALIDITY", { validUntil, time });
}

function checkAlgorithms(modules: ModuleSet, { signatories }: Transaction, height: number): void {
  for (const { algorithm } of signatories) {
    if (!modules.allowsAlgorithm(algorithm, height)) {
      throw moduleError("TX_ALGORITHM", { algorithm, height });
    }
  }
}
