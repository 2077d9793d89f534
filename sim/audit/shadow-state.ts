import { RecordReader } from "#src/ledger/execute.js";
import type { AllRecords, Reader } from "#src/ledger/module.js";
import { MemoryState, type StateChanges, type StoredFact } from "#src/ledger/state.js";

/** The standing records of a type, in an order that depends on nothing but what came and went. */
class Standing {
  readonly ids: string[] = [];
  /** In the order of `ids`. */
  readonly facts: StoredFact[] = [];
  readonly #places = new Map<string, number>();

  set(id: string, fact: StoredFact): void {
    const place = this.#places.get(id) ?? this.ids.length;
    this.#places.set(id, place);
    this.ids[place] = id;
    this.facts[place] = fact;
  }

  delete(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    this.#places.delete(id);
    const [last, fact] = [this.ids.pop(), this.facts.pop()];
    if (last === undefined || fact === undefined || last === id) return;
    this.ids[place] = last;
    this.facts[place] = fact;
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
  readonly #standing = new Map<string, Standing>();

  override apply(changes: StateChanges): void {
    super.apply(changes);
    for (const list of changes.lists.keys()) this.freshLists.add(list);
    for (const [key, fact] of changes.facts) {
      this.freshKeys.add(key);
      const end = key.indexOf("/", key.indexOf("/") + 1);
      if (end < 0) continue;
      const standing = this.#standingOf(key.slice(0, end));
      const id = key.slice(end + 1);
      if (fact.value === undefined) standing.delete(id);
      else standing.set(id, fact);
    }
  }

  /** Ids of the standing records of a type, by its prefix. */
  standing(prefix: string): readonly string[] {
    return this.#standing.get(prefix)?.ids ?? NONE;
  }

  /** Every invariant of a long run asks for nearly all: none is looked up by its key. */
  readonly records: AllRecords = (record) => {
    const { ids, facts } = this.#standingOf(record.prefix);
    return facts.flatMap(({ index, value }, place) => {
      const id = ids[place];
      return id === undefined || value === undefined
        ? []
        : [{ id, index, value: record.written(value) }];
    });
  };

  #standingOf(prefix: string): Standing {
    const known = this.#standing.get(prefix);
    if (known !== undefined) return known;
    const standing = new Standing();
    this.#standing.set(prefix, standing);
    return standing;
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
