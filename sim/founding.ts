import { leafHash } from "#src/crypto/hash.js";
import { emptyHead, Ledger } from "#src/ledger/ledger.js";
import { ModuleSet } from "#src/ledger/module-set.js";
import { MemoryState } from "#src/ledger/state.js";
import { availableModules } from "#src/modules/available.js";
import type { DataDirectory } from "#src/node/data-directory.js";
import { layFirstBlock } from "#src/node/found.js";
import { makeDirectory } from "#src/storage/disk.js";
import type { SimDisk } from "./disk/sim-disk.js";
import { genesisOf } from "./genesis.js";
import type { Keyring } from "./keyring.js";

export type Founding = {
  /** Network id. */
  readonly id: Uint8Array;
  /** Puts block 0 on a disk. */
  readonly lay: (data: DataDirectory, disk: SimDisk) => void;
};

/** Block 0 of a network of these agencies. @param time ms since 1970 */
export function founding(keys: Keyring, names: readonly string[], time: number): Founding {
  const agencies = names.map((agency) => ({
    agency,
    logKey: keys.signer(keys.fresh().keyId),
    cosigner: keys.signer(keys.fresh().keyId),
  }));
  const genesis = genesisOf(keys, agencies);
  const versions = Object.fromEntries(availableModules.map(({ name, version }) => [name, version]));
  const modules = ModuleSet.select(availableModules, versions, genesis["tables"] ?? null);
  const block = new Ledger(modules, new MemoryState(), emptyHead()).found(genesis, time);
  const [first = new Uint8Array()] = block.leaves;
  const id = leafHash(first);
  const lay: Founding["lay"] = (data, disk) =>
    disk.foundOn((system) => {
      makeDirectory(data.keys, system);
      layFirstBlock(data, id, block, system);
    });
  return { id, lay };
}
