import { Activity } from "#src/ledger/activity.js";
import { isTombstone } from "#src/ledger/fact.js";
import type { Module } from "#src/ledger/module.js";
import { Replay, type ReplayedBlock } from "#src/ledger/replay.js";
import { misshapen } from "#src/ledger/shapes.js";
import { decodeTransaction } from "#src/ledger/transaction.js";
import { ReExecution } from "#src/node/copy/re-execute.js";
import { simError } from "../errors.js";
import { recordsOf, ShadowState } from "./shadow-state.js";

/** Reads a log from its first fact on, by all rules, and has the state that follows from it alone. */
export class Auditor {
  readonly state = new ShadowState();
  readonly #replay: Replay;
  readonly #execution = new ReExecution(this.state, null);

  constructor(network: Uint8Array) {
    this.#replay = new Replay({
      network,
      // Admission has checked the signatures of these very bytes.
      transaction: decodeTransaction,
      newest: (key) => this.state.get(key)?.index,
    });
  }

  /** Facts read. */
  get size(): number {
    return this.#replay.size;
  }

  get activity(): Activity {
    return this.#execution.ledger?.head.activity ?? new Activity();
  }

  /** The blocks that end in these leaves. @throws REPLAY_*, CBOR_*, FACT_* */
  take(leaves: Iterable<Uint8Array>): ReplayedBlock[] {
    const blocks: ReplayedBlock[] = [];
    for (const leaf of leaves) {
      const block = this.#replay.push(leaf);
      if (block === null) continue;
      this.#execution.take(block);
      this.#checkWritten(block);
      blocks.push(block);
    }
    return blocks;
  }

  /** All that must hold of the whole state. @throws SIM_VIOLATION */
  checkAll(): void {
    for (const { invariants } of this.#modules) {
      for (const { name, broken } of invariants) {
        report(name, broken(this.state.reader, this.state.records));
      }
    }
  }

  /** What must hold of each record that the block wrote. @throws SIM_VIOLATION */
  #checkWritten({ facts }: ReplayedBlock): void {
    const { ledger } = this.#execution;
    if (ledger !== null) report("shape", misshapen(ledger.modules, facts));
    const written = new Set(facts.flatMap((fact) => (isTombstone(fact) ? [] : fact.key)));
    for (const { invariants } of this.#modules) {
      for (const { name, ofEach, broken } of invariants) {
        if (ofEach !== true) continue;
        const stands = broken(this.state.reader, (record) => {
          const prefix = `${record.prefix}/`;
          const keys = [...written].filter((key) => key.startsWith(prefix));
          const ids = keys.map((key) => key.slice(prefix.length));
          return recordsOf(this.state.reader, ids)(record);
        });
        report(name, stands);
      }
    }
  }

  get #modules(): readonly Module[] {
    return this.#execution.ledger?.modules.modules ?? [];
  }
}

function report(name: string, broken: string | null): void {
  if (broken !== null) throw simError("SIM_VIOLATION", { what: name, broken });
}
