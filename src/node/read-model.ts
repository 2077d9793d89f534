import type { CounterfoilError } from "../base/errors.js";
import { ReadModel } from "../readmodel/read-model.js";
import type { OpenedLedger } from "./open-ledger.js";

/** The data directory's read model, as far as it is of use. @throws READMODEL_OPEN, DISK_* */
export function openReadModel(
  { data, log, ledger }: OpenedLedger,
  onRebuild: (reason: CounterfoilError) => void,
): ReadModel {
  return ReadModel.open(data.readModel, { log, modules: ledger.modules, onRebuild });
}
