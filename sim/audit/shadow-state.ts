import { RecordReader } from "#src/ledger/execute.js";
import type { AllRecords, Reader } from "#src/ledger/module.js";
import { MemoryState, type StateChanges } from "#src/ledger/state.js";

/** Ids in an order that depends on nothing but what came and went. */
class Ids {
  readonly ids: string[] = [];
  readonly #places = new Map<string, number>();

  add(id: string): void {
    if (this.#places.has(id)) return;
    this.#places.set(id, this.ids.length);
    this.ids.push(id);
  }

  delete(id: string): void {
    const place = this.#places.get(id);
    const last = this.ids.pop();
    if (place === undefined || last === undefined) return;
    this.#places.delete(id);
    if (last === id) return;
    this.ids[place] = last;
    this.#places.set(last, place);
  }
}

const NONE: readonly string[] = [];

/** The state that the log alone gives, with the ids of what stands in it. */
export class ShadowState extends MemoryState {
  /** Keys and lists that changed since they were last compared. */
  readonly freshKeys = new Set<string>();
  readonly freshLists = new Set<string>();
  readonly reader = new RecordReader(this);
  readonly #standing = new Map<string, Ids>();

  override apply(changes: StateChanges): void {
    super.apply(changes);
    for (const list of changes.lists.keys()) this.freshLists.add(list);
    for (const [key, { value }] of changes.facts) {
      this.freshKeys.add(key);
      const end = key.indexOf("/", key.indexOf("/") + 1);
      if (end < 0) continue;
      const ids = this.#idsOf(key.slice(0, end));
      const id = key.slice(end + 1);
      if (value === undefined) ids.delete(id);
      else ids.add(id);
    }
  }

  /** Ids of the standing records of a type, by its prefix. */
  standing(prefix: string): readonly string[] {
    return this.#standing.get(prefix)?.ids ?? NONE;
  }

  readonly records: AllRecords = (record) => {
    return recordsOf(this.reader, this.standing(record.prefix))(record);
  };

  #idsOf(prefix: string): Ids {
    const known = this.#standing.get(prefix);
    if (known !== undefined) return known;
    const ids = new Ids();
    this.#standing.set(prefix, ids);
    return ids;
  }
}

/** The records of these ids that stand. */
export function recordsOf(reader: Reader, ids: readonly string[]): AllRecords {
  return (record) =>
    ids.flatMap((id) => {
      const standing = reader.read(record, id);
      return standing === undefined ? [] : [{ id, ...standing }];
    });
}
