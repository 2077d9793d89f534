import { toHex } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import type { Context, Reader } from "../../ledger/module.js";
import { requireUsable } from "./agencies.js";
import { governanceError } from "./errors.js";
import { validator, validatorKey } from "./schema.js";

/** CometBFT's address of an Ed25519 key (crypto/ed25519, Address): 20 bytes. */
const ADDRESS_BYTES = 20;

export const addressOf = (key: Uint8Array): string => toHex(sha256(key).subarray(0, ADDRESS_BYTES));

/** The key that the agency validates with; null where it does not. */
export function validatorKeyOf(reader: Reader, agency: string): Uint8Array | null {
  return reader.read(validator, agency)?.value.key ?? null;
}

/** @throws GOVERNANCE_KEY, GOVERNANCE_KEY_TAKEN */
export function bindValidator(context: Context, agency: string, key: Uint8Array): void {
  requireUsable(agency, key);
  const address = addressOf(key);
  if (context.read(validatorKey, address) !== undefined) {
    throw governanceError("GOVERNANCE_KEY_TAKEN", { agency, address });
  }
  context.put(validatorKey, address, { agency, key });
  context.put(validator, agency, { key, power: 1 });
}
