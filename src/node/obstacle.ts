import type { CounterfoilError } from "../base/errors.js";
import { toHex } from "../base/text.js";
import { RecordReader } from "../ledger/execute.js";
import { moduleError } from "../ledger/module.js";
import { type AgencyKey, trustTerms } from "../modules/governance/queries.js";
import { storageError } from "../storage/errors.js";
import type { AgencySigners } from "./cosigner.js";
import { nodeError } from "./errors.js";
import type { OpenedLedger } from "./open-ledger.js";

/** Why a node may only read, or null: whoever orders must be able to sign, and must not fork. */
export function obstacleOf(
  { config, log, record, index, ledger }: OpenedLedger,
  agencies: readonly AgencySigners[],
): CounterfoilError | null {
  if (config.kind !== "node") return nodeError("NODE_READ_ONLY");
  const { lacks } = ledger.modules;
  if (lacks !== null) return moduleError("MODULE_UNKNOWN", lacks);
  if (log.behind !== null) return storageError("LOG_BEHIND", log.behind);
  if (record.read() === null) return nodeError("RECORD_MISSING");
  // Together with others an agency signs for itself alone, and nothing before it is one of them.
  if (config.consortium !== undefined) return null;
  const { logKeys, cosignerKeys, epochs } = trustTerms(new RecordReader(index));
  const signing = agencies.filter(
    ({ logKey, cosigner }) =>
      isOpen(logKeys, logKey.thumbprint) && isOpen(cosignerKeys, cosigner.thumbprint),
  ).length;
  const threshold = epochs.at(-1)?.threshold ?? 0;
  return signing >= Math.max(threshold, 1) ? null : nodeError("KEY_QUORUM", { signing, threshold });
}

function isOpen(keys: readonly AgencyKey[], thumbprint: Uint8Array): boolean {
  return keys.some(({ keyId, to }) => to === null && keyId === toHex(thumbprint));
}
