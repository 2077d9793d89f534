import type { z } from "zod";
import { errorFamily } from "../base/errors.js";
import type { Cbor } from "../codec/cbor-value.js";
import type { Evidence } from "./evidence.js";
import type { Law, Rules } from "./law.js";
import type { RecordType } from "./record-type.js";
import type { Deadline } from "./state.js";
import type { Table } from "./tables.js";
import type { Signatory } from "./transaction.js";

export const moduleError = errorFamily({
  MODULE_UNKNOWN: "The network uses a module, or a version of it, that this program does not have.",
  MODULE_NAME: "A module bears a name that it may not.",
  MODULE_TABLES: "The network's tables of algorithms and publicity are not of their form.",
  TX_TYPE: "There is no such type of transaction.",
  TX_BODY: "The transaction's body is not of its type's form.",
  TX_PUBLICITY: "A field is not as the network's publicity table wants it.",
  TX_EXPIRED: "The transaction's time is over.",
  TX_VALIDITY: "The transaction would be valid for more than 30 days.",
  TX_ALGORITHM: "The network's algorithm table does not have this algorithm now.",
  TX_EFFECTS: "The transaction would write more than 4 MiB.",
  TX_RECORD_SIZE: "A record would be longer than a leaf may be.",
});

/** A record as it stands: the fact that proves it, and what it says. */
export type Standing<Value> = { readonly index: number; readonly value: Value };

/** What modules' views and queries see: the newest facts, nothing else. */
export interface Reader {
  /** The record, or undefined where there is none or it is retracted. */
  read<Value extends Cbor>(record: RecordType<Value>, id: string): Standing<Value> | undefined;
  /** Keys in a derived list, ordered. */
  members(list: string): readonly string[];
}

/** What an execution sees: nothing that is not in the log. */
export interface Context extends Reader {
  readonly height: number;
  /** The block's time, ms since 1970. */
  readonly time: number;
  /** Of the log before this block. */
  readonly size: number;
  /** Of the network's checkpoints: what its log keys' lines are named. */
  readonly origin: string;
  /** What holds at this block, beside the records. */
  readonly rules: Rules;
  put<Value extends Cbor>(record: RecordType<Value>, id: string, value: NoInfer<Value>): void;
  /** Retracts a record that stands. */
  retract(record: RecordType, id: string): void;
}

export interface TransactionContext extends Context {
  /** In hex. */
  readonly id: string;
  readonly signatories: readonly Signatory[];
}

export type TransactionType = {
  readonly schema: z.ZodType;
  /** Writes facts, or throws a refusal of a declared family; what it wrote is then dropped. @throws TX_BODY */
  readonly execute: (context: TransactionContext, body: Cbor) => void;
  /** The stateless check, for admission. @throws TX_BODY */
  readonly check: (body: Cbor) => void;
  /** Instead of it, where another thread has checked a body of the same bytes. */
  readonly trust: (body: Cbor) => void;
  /**
   * Reads what its execution will, as far as that is not on everybody's way, so that it is in memory by
   * then. Nothing follows from it, and what is not in memory yet seems not to be there. Passes over a
   * body that was not checked.
   */
  readonly touch: (reader: Reader, body: Cbor) => void;
  /** One sentence for people, from the body alone. @throws TX_BODY */
  readonly sentence: (body: Cbor) => string;
};

/**
 * Declares a type of transaction; its body is checked once here, and typed from then on.
 * @param definition.body changes nothing in what it parses: execution sees the body, not zod's copy of it
 */
export function transactionType<Body>(definition: {
  body: z.ZodType<Body>;
  execute: (context: TransactionContext, body: Body) => void;
  sentence: (body: Body) => string;
  touch?: (reader: Reader, body: Body) => void;
}): TransactionType {
  // A body is the same object from admission to execution, and nobody changes it: checked once.
  const checked = new WeakSet<object>();
  const trust = (body: Cbor) => {
    if (typeof body === "object" && body !== null) checked.add(body);
  };
  const isChecked = (body: Cbor): body is Cbor & Body =>
    typeof body === "object" && body !== null && checked.has(body);
  const check: (body: Cbor) => asserts body is Cbor & Body = (body) => {
    if (isChecked(body)) return;
    const { error } = definition.body.safeParse(body);
    if (error === undefined) return trust(body);
    const issue = error.issues[0];
    throw moduleError("TX_BODY", {
      path: issue?.path.map(String).join("/") ?? "",
      problem: issue?.code ?? "invalid",
    });
  };
  return {
    schema: definition.body,
    check,
    trust,
    execute: (context, body) => {
      check(body);
      definition.execute(context, body);
    },
    touch: (reader, body) => {
      if (isChecked(body)) definition.touch?.(reader, body);
    },
    sentence: (body) => {
      check(body);
      return definition.sentence(body);
    },
  };
}

/** Every standing record of a type: for tests, the simulator and audits, never for execution. */
export type AllRecords = <Value extends Cbor>(
  record: RecordType<Value>,
) => Iterable<{ readonly id: string } & Standing<Value>>;

export type Invariant = {
  readonly name: string;
  /**
   * Holds of each record by itself, with what it refers to: so it may be asked of some records alone,
   * such as those that a block wrote. Absent: it counts or compares records, and wants all of them.
   */
  readonly ofEach?: true;
  /** A sentence about what is broken, or null. */
  readonly broken: (state: Reader, records: AllRecords) => string | null;
};

export type Module = {
  readonly name: string;
  readonly version: number;
  readonly records: readonly RecordType[];
  /** The families whose codes are refusals of this module. */
  readonly errors: readonly { readonly sentences: Readonly<Record<string, string>> }[];
  readonly transactions: Readonly<Record<string, TransactionType>>;
  /** Writes the founding facts from the genesis fact's member of the module's name. */
  readonly genesis: (context: Context, input: Cbor | undefined) => void;
  /** Acts on a deadline that has come, so that the record has it no more. */
  readonly onTime?: (context: Context, deadline: Deadline) => void;
  /** Acts on what the engine found of validators in this block, before what has fallen due. */
  readonly onEvidence?: (context: Context, evidence: readonly Evidence[]) => void;
  /** What the agencies have decided; of the one module that keeps it. It holds from the next block on. */
  readonly law?: (reader: Reader) => Standing<Law> | undefined;
  readonly invariants: readonly Invariant[];
  /** What people search and list; never read by execution. */
  readonly tables?: readonly Table[];
  /**
   * Whether a signer is somebody here, so that a node lets the transaction in. A policy of nodes, not
   * a rule of the ledger: it keeps strangers from writing what nobody may ever remove.
   */
  readonly admits?: (reader: Reader, signatories: readonly Signatory[]) => boolean;
  /** Reads what authority will be looked up in; see `TransactionType.touch`. */
  readonly touch?: (reader: Reader, signatories: readonly Signatory[]) => void;
};

/** Declares a module; what it needs of others is given to the function that makes it. */
export function defineModule(module: Module): Module {
  return module;
}
