import type { DraftOpening } from "../../../api/routes/drafts.js";
import { fromHex } from "../../../base/text.js";
import type { Cbor } from "../../../codec/cbor-value.js";
import type { Opening } from "../../../ledger/receipt.js";
import type { Session } from "./session.js";

/** What the commitments of a handle's right hide, as far as this device was told. */
export async function openingsFor({ store }: Session, handle: string): Promise<Opening[]> {
  const drafts = await store.getAll("drafts");
  return drafts
    .flatMap(({ openings }) => openings)
    .filter(({ of }) => of === handle)
    .map(openingOf);
}

/** As a receipt has it (docs/reference/formats.md, Receipt file). */
export const openingOf = ({ salt, path, value }: DraftOpening): Opening => ({
  salt: fromHex(salt),
  path,
  value: cborOf(value),
});

function cborOf(value: DraftOpening["value"]): Cbor {
  if (typeof value === "string") return value;
  return "sha256" in value ? fromHex(value.sha256) : value;
}
