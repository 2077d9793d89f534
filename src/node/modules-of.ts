import { decodeFact, isTombstone } from "../ledger/fact.js";
import { ModuleSet } from "../ledger/module-set.js";
import { readGenesis } from "../ledger/records.js";
import { availableModules } from "../modules/available.js";
import { nodeError } from "./errors.js";

/** The modules that the genesis fact names, by its tables. @throws MODULE_*, CBOR_*, DATA_MISSING */
export function modulesOf(genesisLeaf: Uint8Array): ModuleSet {
  const fact = decodeFact(0, genesisLeaf);
  const genesis = isTombstone(fact) ? null : readGenesis(fact.value);
  if (genesis === null) throw nodeError("DATA_MISSING");
  return ModuleSet.select(availableModules, genesis.modules, genesis.tables);
}
