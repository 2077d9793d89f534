import { originOf } from "../crypto/checkpoint.js";
import { leafHash } from "../crypto/hash.js";
import { encodeFact } from "./fact.js";
import { moduleError } from "./module.js";
import { readGenesis } from "./records.js";
import type { StateReader } from "./state.js";

/** Origin of the network's checkpoints, by the first fact of the log, which is encoded in one way only. */
export function networkOrigin(state: StateReader): string {
  const genesis = readGenesis(state.get("genesis")?.value);
  if (genesis === null) throw moduleError("MODULE_TABLES");
  const { name, value } = genesis;
  return originOf(
    name,
    leafHash(encodeFact({ key: "genesis", cause: 0, supersedes: null, value })),
  );
}
