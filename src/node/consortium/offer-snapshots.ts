import type { LedgerApplication } from "../../engines/application.js";
import type { Snapshots } from "../../engines/port.js";
import type { OpenedLedger } from "../open-ledger.js";
import { ownTrust } from "./own-trust.js";
import { type ShelfOptions, SnapshotShelf } from "./snapshot-shelf.js";
import { StateSync } from "./state-sync.js";

type Ports = {
  readonly application: LedgerApplication;
  /** The proof bundle of the log as it is shown. @throws PROVE_*, API_BUSY */
  readonly bundle: () => Promise<Uint8Array>;
  /** Here is a checkpoint of the others' at which this log stands now. */
  readonly onDone: (checkpoint: string) => Promise<void>;
};

/** What this node gives others to begin from, and what it takes from them. */
export function offerSnapshots(
  opened: OpenedLedger,
  options: ShelfOptions,
  { application, bundle, onDone }: Ports,
): Snapshots & Pick<SnapshotShelf, "shown"> {
  const { engineHeight } = opened;
  const sizeAtStart = opened.log.size;
  const shelf = new SnapshotShelf(opened, options, bundle);
  const sync = new StateSync(opened, { application, trust: () => ownTrust(opened), onDone });
  return {
    shown: (height, size) => shelf.shown(height, size),
    list: () => {
      // Of an idle network that was started anew.
      shelf.shown(engineHeight, sizeAtStart);
      return shelf.list();
    },
    chunk: (height, index) => shelf.chunk(height, index),
    offer: (snapshot, hash) => sync.offer(snapshot, hash),
    apply: (index, chunk) => sync.apply(index, chunk),
  };
}
