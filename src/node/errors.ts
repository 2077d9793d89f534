import { errorFamily } from "../base/errors.js";

export const nodeError = errorFamily({
  DATA_NOT_EMPTY: "The data directory holds a network already.",
  DATA_MISSING: "The data directory holds no network; `counterfoil init` founds one.",
  DATA_NEWER: "The data directory was written by a newer version of this program.",
  DATA_CONFIG: "The data directory's config.json is not of its form.",
  KEY_FILE: "The file is not a key file.",
  KEY_FILE_EXISTS: "A file stands there already; a key is never overwritten.",
  KEY_FILE_MODE: "The key file can be read by others; its mode must be 0600.",
  KEY_PASSPHRASE: "The passphrase does not open the key file.",
  KEY_NONE: "No key in the data directory fits; name one with --as.",
  SIGN_RECORD: "A checkpoint may be signed only for the size and root that are on durable record.",
  LOG_ROOT: "The log's root is not the one on durable record.",
  VERIFY_WORKER: "A signature worker gave no answer.",
  KEY_QUORUM: "Too few agencies' current keys are here to sign for this network: read-only.",
  RECORD_MISSING:
    "The record of what was signed is missing beside the keys: read-only, so as not to fork.",
  NODE_READ_ONLY: "This node only reads.",
  LISTEN: "The node cannot listen at this address: perhaps something else does.",
  AUDIT_ROOT: "A signed checkpoint has another root than the log has at its size.",
  AUDIT_CHECKPOINT: "The agencies' signatures under a checkpoint do not hold.",
  AUDIT_SHORT: "The log is shorter than a checkpoint that was signed.",
  FORK: "The log that is served is not the one that was there before; both checkpoints are kept.",
  REPLICA_BAD: "The log that is served breaks the ledger's rules.",
  REMOTE_BEHIND: "The node serves a shorter log than stands here; it may be catching up.",
  BACKUP_FORM: "The file is not a backup, or it is damaged.",
  BACKUP_OLDER:
    "The backup is shorter than what this node has signed; --accept-loss begins a new epoch.",
  BACKUP_FORK: "The backup is of another history than the one that this node has signed.",
  DATA_LOG_LONGER: "The log that is there is whole and longer than the backup; it stays.",
  DATA_RESTORING: "A restore was interrupted here; run `counterfoil restore` again to finish it.",
  RENEW_REFUSED: "The network's own rules refuse the new epoch.",
});
