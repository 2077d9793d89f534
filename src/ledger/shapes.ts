import { type Fact, isTombstone, type Tombstone } from "./fact.js";
import type { ModuleSet } from "./module-set.js";

/**
 * What is wrong with the shape of the first of these facts that is not of its record type; null where
 * all are. What modules write is of its type by the compiler, which sees neither ranges nor patterns,
 * and nobody parses it when it is read: so the simulator, the fuzzer and the tests look with this.
 */
export function misshapen(modules: ModuleSet, facts: readonly (Fact | Tombstone)[]): string | null {
  for (const fact of facts) {
    if (isTombstone(fact) || fact.kind !== "module" || fact.value === undefined) continue;
    const record = modules.recordOf(fact.key);
    if (record === undefined) return `${fact.key}: no record type`;
    try {
      record.parse(fact.value);
    } catch (error) {
      return `${fact.key}: ${String(error)}`;
    }
  }
  return null;
}
