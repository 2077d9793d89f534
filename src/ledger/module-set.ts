import { z } from "zod";
import { CounterfoilError } from "../base/errors.js";
import { type Cbor, isCborObject } from "../codec/cbor-value.js";
import { LEDGER_SEGMENTS } from "./key.js";
import type { AlgorithmTerms, Law, Rules } from "./law.js";
import { type Module, moduleError, type Reader, type TransactionType } from "./module.js";
import { type Publicity, publicities, type RecordType, uint } from "./record-type.js";
import { isBytes } from "./records.js";
import type { Derive } from "./state.js";
import type { Signatory, Transaction } from "./transaction.js";

const tablesSchema = z.object({
  /** COSE algorithm, and the heights from which and (null: without end) to which it may sign. */
  algorithms: z.array(z.tuple([z.int(), uint, uint.nullable()])),
  /** "land/right.grounds" → "closed", where it differs from what the record type proposes. */
  publicity: z.record(z.string(), z.enum(publicities)).default({}),
});

/** The genesis fact's tables, the network's own law over what the modules propose. */
export type Tables = z.infer<typeof tablesSchema>;

type HiddenField = readonly [field: string, publicity: Exclude<Publicity, "open">];

/** The modules that a network runs, by the versions that its genesis names, or its law later. */
export class ModuleSet implements Rules {
  readonly modules: readonly Module[];
  /** Whether the versions are those that the genesis fact names. */
  readonly isFounding: boolean;
  /** A version that is due and that this program does not have: with it nothing can be executed. */
  readonly lacks: { readonly name: string; readonly version: number } | null;
  readonly #available: readonly Module[];
  readonly #records = new Map<string, RecordType>();
  readonly #transactions = new Map<string, TransactionType>();
  readonly #refusals = new Map<string, string>();
  readonly #tables: Tables;
  /** The fields of a record type that are not open. */
  readonly #hidden = new Map<RecordType, readonly HiddenField[]>();

  constructor(
    modules: readonly Module[],
    tables: Tables,
    available: readonly Module[] = modules,
    later: Pick<ModuleSet, "isFounding" | "lacks"> = { isFounding: true, lacks: null },
  ) {
    this.modules = modules;
    this.isFounding = later.isFounding;
    this.lacks = later.lacks;
    this.#available = available;
    this.#tables = tables;
    // What another version wrote, or will write, is derived from whichever of them runs.
    for (const { name, records } of available) {
      if (modules.some((module) => module.name === name)) this.#enterRecords(records);
    }
    for (const module of modules) this.#enter(module);
  }

  /** The versions of `available` that a genesis names. @throws MODULE_UNKNOWN */
  static select(
    available: readonly Module[],
    versions: Readonly<Record<string, number>>,
    tables: Cbor,
  ): ModuleSet {
    const modules = Object.keys(versions)
      .sort()
      .map((name) => {
        const version = versions[name] as number;
        const module = available.find((m) => m.name === name && m.version === version);
        if (module === undefined) throw moduleError("MODULE_UNKNOWN", { name, version });
        return module;
      });
    return new ModuleSet(modules, readTables(tables), available);
  }

  /** These modules as the law has them at a height; where a version is not here, the one before it. */
  under({ algorithms, publicity, versions }: Law, height: number): ModuleSet {
    const due = versions.filter((one) => one.height <= height);
    let { lacks } = this;
    const modules = this.modules.map((module) => {
      const { name } = module;
      const version = due.findLast((one) => one.module === name)?.version ?? module.version;
      const found = this.#available.find((one) => one.name === name && one.version === version);
      if (found === undefined) lacks = { name, version };
      return found ?? module;
    });
    const decided = new Set(algorithms.map(({ algorithm }) => algorithm));
    const tables: Tables = {
      algorithms: [
        ...this.#tables.algorithms.filter(([algorithm]) => !decided.has(algorithm)),
        ...algorithms.map(({ algorithm, from, to }): Tables["algorithms"][number] => {
          return [algorithm, from, to];
        }),
      ],
      publicity: {
        ...this.#tables.publicity,
        ...Object.fromEntries(publicity.map((one) => [one.field, one.publicity])),
      },
    };
    const isFounding = this.isFounding && modules.every((module, i) => module === this.modules[i]);
    return new ModuleSet(modules, tables, this.#available, { isFounding, lacks });
  }

  get algorithms(): readonly AlgorithmTerms[] {
    return this.#tables.algorithms.map(([algorithm, from, to]) => ({ algorithm, from, to }));
  }

  versionOf(name: string): number | null {
    return this.modules.find((module) => module.name === name)?.version ?? null;
  }

  publicityOfField(field: string): Publicity | null {
    const dot = field.lastIndexOf(".");
    const record = this.#records.get(field.slice(0, Math.max(dot, 0)));
    return record === undefined ? null : this.publicityOf(record, field.slice(dot + 1));
  }

  module(name: string): Module {
    const module = this.modules.find((m) => m.name === name);
    if (module === undefined) throw moduleError("MODULE_UNKNOWN", { name });
    return module;
  }

  admits(reader: Reader, signatories: readonly Signatory[]): boolean {
    return this.modules.some((module) => module.admits?.(reader, signatories) ?? false);
  }

  touch(reader: Reader, signatories: readonly Signatory[]): void {
    for (const module of this.modules) module.touch?.(reader, signatories);
  }

  allowsAlgorithm(algorithm: number, height: number): boolean {
    return this.#tables.algorithms.some(
      ([known, from, to]) => known === algorithm && from <= height && (to === null || height <= to),
    );
  }

  transaction(type: string): TransactionType | undefined {
    return this.#transactions.get(type);
  }

  /** The type of a transaction, which checks its body no more where another thread has. */
  typeOf({ payload: { type, body }, bodyChecked }: Transaction): TransactionType | undefined {
    const definition = this.transaction(type);
    // Other threads know the versions that the genesis fact names, and no later ones.
    if (bodyChecked && this.isFounding) definition?.trust(body);
    return definition;
  }

  /** Whether an error is a refusal, to be put on record, and not a fault of the program. */
  isRefusal(error: unknown): error is CounterfoilError {
    return error instanceof CounterfoilError && this.#refusals.has(error.code);
  }

  /** Every type of transaction, ordered. */
  get types(): readonly string[] {
    return [...this.#transactions.keys()].sort();
  }

  /** The sentence of a refusal's code; null for a code that no version here has. */
  refusalSentence(code: string): string | null {
    return this.#refusals.get(code) ?? null;
  }

  /** The record type of a key: its first two segments name it. */
  recordOf(key: string): RecordType | undefined {
    const end = key.indexOf("/", key.indexOf("/") + 1);
    return end < 0 ? undefined : this.#records.get(key.slice(0, end));
  }

  readonly derive: Derive = (key) => {
    const record = this.recordOf(key);
    const derive = record?.derive ?? null;
    if (record === undefined || derive === null) return null;
    const id = key.slice(record.prefix.length + 1);
    return (value) => derive(id, value);
  };

  /** The network's law on a field; null where it has none for this name. */
  publicityOf(record: RecordType, field: string): Publicity | null {
    const proposed = record.publicity[field];
    if (proposed === undefined) return null;
    return this.#tables.publicity[`${record.prefix}.${field}`] ?? proposed;
  }

  /** @throws TX_PUBLICITY where a field stands open that must not */
  checkPublicity(record: RecordType, value: Cbor): void {
    if (!isCborObject(value)) return;
    for (const [field, publicity] of this.#hiddenFields(record)) {
      if (value[field] === undefined || value[field] === null) continue;
      if (publicity === "closed" && isBytes(value[field], 32)) continue;
      throw moduleError("TX_PUBLICITY", { record: record.prefix, field, publicity });
    }
  }

  #hiddenFields(record: RecordType): readonly HiddenField[] {
    const known = this.#hidden.get(record);
    if (known !== undefined) return known;
    const hidden = Object.keys(record.publicity).flatMap((field): HiddenField[] => {
      const publicity = this.publicityOf(record, field);
      return publicity === "open" || publicity === null ? [] : [[field, publicity]];
    });
    this.#hidden.set(record, hidden);
    return hidden;
  }

  #enterRecords(records: readonly RecordType[]): void {
    for (const record of records) this.#records.set(record.prefix, record);
  }

  #enter(module: Module): void {
    const { name, records, errors, transactions } = module;
    if (!/^[a-z]{1,32}$/.test(name) || (LEDGER_SEGMENTS as readonly string[]).includes(name)) {
      throw moduleError("MODULE_NAME", { name });
    }
    this.#enterRecords(records);
    for (const [type, definition] of Object.entries(transactions)) {
      this.#transactions.set(`${name}.${type}`, definition);
    }
    for (const family of [moduleError, ...errors]) {
      for (const [code, sentence] of Object.entries(family.sentences)) {
        this.#refusals.set(code, sentence);
      }
    }
  }
}

function readTables(tables: Cbor): Tables {
  const parsed = tablesSchema.safeParse(tables);
  if (!parsed.success) throw moduleError("MODULE_TABLES", {}, parsed.error);
  return parsed.data;
}
