import type { CounterfoilError } from "../base/errors.js";

/** Exit status (docs/reference/commands.md): fixed, other programs rely on it. */
export const exit = { done: 0, no: 1, misuse: 2, unreachable: 3 } as const;
export type Exit = (typeof exit)[keyof typeof exit];

/** Codes of what could not be reached, read or written, by how they begin. */
const UNREACHABLE = [
  "DATA_",
  "DISK_",
  "LOG_",
  "RECORD_",
  "INDEX_",
  "READMODEL_",
  "TILE",
  "REMOTE_",
  "ENGINE_",
  "LISTEN",
  "CLI_FILE",
  "NODE_READ_ONLY",
  "KEY_FILE_MODE",
  "VERIFY_WORKER",
  "SIGN_RECORD",
  "MODULE_UNKNOWN",
];
/** Codes of input that is malformed: no answer about the ledger. */
const MISUSE = [
  "CLI_",
  "CBOR_",
  "TEXT_",
  "GEOJSON_NOT",
  "GEOJSON_TOO",
  "GEOJSON_CRS",
  "KEY_",
  "TRUST_",
  "NOTE_",
  "BACKUP_FORM",
  "BUNDLE_",
  "PROXY_ADDRESS",
  "ENVELOPE_",
  "COMMITMENT_",
  "PERSON_",
  "PLACES_",
  "TX_BODY",
  "API_PARAMETER",
  "TX_TYPE",
  "DATA_NOT_EMPTY",
];

/** What an error means to whoever called: everything else is the ledger saying no. */
export function exitOf({ code }: CounterfoilError): Exit {
  if (code === "DATA_NOT_EMPTY") return exit.misuse;
  // The note is well formed, and says what nobody signed.
  if (code === "NOTE_SIGNATURE") return exit.no;
  if (UNREACHABLE.some((prefix) => code.startsWith(prefix))) return exit.unreachable;
  return MISUSE.some((prefix) => code.startsWith(prefix)) ? exit.misuse : exit.no;
}
