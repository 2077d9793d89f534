import type { CounterfoilError } from "../../../base/errors.js";
import type { Payload } from "../../../ledger/envelope.js";
import { keyStoreError } from "../keys/errors.js";
import type { Sale } from "./sale.js";

/** What would be signed: its type, and what it says where it is a transfer. */
export type Asked = { readonly type: Payload["type"]; readonly sale: Sale | null };

/**
 * Why this device does not sign it, whatever its owner says; null where it may. A draft comes from
 * anybody who has a code: one that would give away the key of a person's code looks, in a list of what
 * waits, like any other.
 * @param handle the person's code; null for an official, who signs what offices sign
 */
export function unfit({ type, sale }: Asked, handle: string | null): CounterfoilError | null {
  if (sale !== null && !isSound(sale)) return keyStoreError("ROOM_SHARES", { ...sale.sum });
  if (handle === null) return null;
  if (!type.startsWith("land.")) return keyStoreError("ROOM_TYPE", { type });
  if (sale !== null && !concerns(sale, handle)) return keyStoreError("ROOM_STRANGER");
  return null;
}

/** The ledger would refuse any other, so what was said of the rights that give is not so. */
const isSound = ({ sum, given }: Sale): boolean =>
  sum.given === sum.taken && given.every(({ rest }) => rest === null || rest.numerator > 0n);

const concerns = ({ given, taken }: Sale, handle: string): boolean =>
  [...given, ...taken].some(({ holders }) => holders.includes(handle));
