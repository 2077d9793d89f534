import { Worker } from "node:worker_threads";
import { Follower } from "../readmodel/follower.js";
import { ReadModel, type ReadModelOptions } from "../readmodel/read-model.js";
import type { OpenedLedger } from "./open-ledger.js";
import { ReadModelThread } from "./read-model-thread.js";
import type { Assignment } from "./read-model-worker.js";

/**
 * The data directory's read model, as far as it is of use.
 * @param own whether it is written in a thread of its own, and not in the calling one
 * @throws READMODEL_OPEN, DISK_*
 */
export function openReadModel(
  { data, log, published, ledger: { modules }, id: networkId }: OpenedLedger,
  own: boolean,
  tell: Pick<ReadModelOptions, "onRebuild" | "onFailure">,
): ReadModel {
  const dir = data.readModel;
  const scribe = (size: number) => {
    if (!own) return new Follower(dir, size, modules, published);
    const assignment: Assignment = { dir, size, log: data.log, networkId };
    const script = new URL("./read-model-worker.js", import.meta.url);
    return new ReadModelThread(new Worker(script, { workerData: assignment }));
  };
  return ReadModel.open(dir, { log, published, modules, scribe, ...tell });
}
