import { utf8Encode } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { sha256 } from "../../crypto/hash.js";
import { commit } from "../../ledger/commitment.js";
import { type RegistrationHolders, registrationOf } from "../../sdk/land.js";
import { commitmentPaths } from "../../sdk/sale.js";
import { surface } from "../first-land.js";
import { REGISTRY } from "./agencies.js";
import { drawnBytes } from "./seed.js";
import { districts } from "./town/plan.js";
import type { Lot } from "./town/town.js";

export type Registered = RegistrationHolders & {
  /** On what it rests, by a salt that the holder keeps. */
  readonly source: { readonly kind: string; readonly date: string; readonly salt: Uint8Array };
  /** Taken over from an earlier register. */
  readonly legacy: boolean;
};

/** The body of a `land.register` for a lot of the town. */
export function registrationOfLot(lot: Lot, { source, legacy, ...held }: Registered): Cbor {
  const { id, shape, legalAreaM2, district } = lot;
  const { kind, date, salt } = source;
  const place = { office: districts[district].office, district, level: surface.id };
  const digest = sha256(utf8Encode(`${kind} of ${id}`));
  const commitment = commit(salt, commitmentPaths.source, digest);
  const cited = { kind, date, commitment, validatedBy: REGISTRY };
  return registrationOf({ id, reference: id, shape, legalAreaM2 }, place, cited, legacy, held);
}

/** A lot that nobody is known to hold, by its survey. */
export const unclaimed = (lot: Lot, date: string): Registered => ({
  holders: [{ kind: "notDetermined", id: null }],
  inLaw: null,
  source: { kind: "survey", date, salt: drawnBytes(`survey/${lot.id}`) },
  legacy: false,
});
