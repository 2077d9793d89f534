import type { Cbor } from "../../../codec/cbor-value.js";
import { decodeFact, isTombstone } from "../../../ledger/fact.js";
import type { Reader, Standing } from "../../../ledger/module.js";
import type { RecordType } from "../../../ledger/record-type.js";
import type { LedgerNode } from "../../ledger-node.js";

/** Versions of a record that a page goes back; what is older is in the explorer. */
const STEPS = 64;

/** Reads records, and what they said before. */
export class VersionReader {
  readonly reader: Reader;
  readonly #log: LedgerNode["opened"]["published"];

  constructor({ reader, opened }: LedgerNode) {
    this.reader = reader;
    this.#log = opened.published;
  }

  /** Newest first; none where there is no record. */
  versions<Value extends Cbor>(record: RecordType<Value>, id: string): Standing<Value>[] {
    const newest = this.reader.read(record, id);
    if (newest === undefined) return [];
    const versions = [newest];
    let at = this.#before(newest.index);
    while (at !== null && versions.length < STEPS) {
      const fact = decodeFact(at, this.#log.leaf(at));
      if (isTombstone(fact)) break;
      if (fact.value !== undefined) versions.push({ index: at, value: record.parse(fact.value) });
      at = fact.supersedes;
    }
    return versions;
  }

  #before(index: number): number | null {
    const fact = decodeFact(index, this.#log.leaf(index));
    return isTombstone(fact) ? null : fact.supersedes;
  }
}
