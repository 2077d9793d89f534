import { utf8Encode } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import { sha256 } from "../../crypto/hash.js";
import { commit } from "../../ledger/commitment.js";
import { registrationOf } from "../../sdk/land.js";
import { surface } from "../first-land.js";
import { REGISTRY } from "./agencies.js";
import { drawnBytes } from "./seed.js";
import { districts } from "./town/plan.js";
import type { Lot } from "./town/town.js";

/** The body of a `land.register` for a lot of the town. */
export function registrationOfLot({ id, shape, legalAreaM2, district }: Lot): Cbor {
  const survey = sha256(utf8Encode(`survey of ${id}`));
  const source = {
    kind: "survey",
    date: "2025-09-15",
    commitment: commit(drawnBytes(`survey/${id}`), "", survey),
    validatedBy: REGISTRY,
  };
  const place = { office: districts[district].office, district, level: surface.id };
  return registrationOf({ id, reference: id, shape, legalAreaM2 }, place, source, false);
}
