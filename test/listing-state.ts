import { MemoryState, type StateChanges } from "../src/ledger/state.js";
import { availableModules } from "../src/modules/available.js";

/** Whatever is written has its shape, or the test fails. */
const shapes = availableModules.flatMap(({ records }) => records);

/** A state that can list its keys, as an audit can. */
export class ListingState extends MemoryState {
  readonly keys = new Set<string>();

  override apply(changes: StateChanges): void {
    for (const [key, { value }] of changes.facts) {
      this.keys.add(key);
      if (value !== undefined)
        shapes.find(({ prefix }) => key.startsWith(`${prefix}/`))?.parse(value);
    }
    super.apply(changes);
  }
}
