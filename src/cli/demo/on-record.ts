import type { Reader } from "../../ledger/module.js";
import { right, title } from "../../modules/land/schema.js";
import type { Cast } from "./cast.js";
import type { Estate, Owner, Party } from "./estate.js";
import { founder } from "./officials.js";
import { WHOLE } from "./share.js";
import type { Lot } from "./town/town.js";

/** A title as the register now has it; null where it has none, or one that the story cannot go on with. */
export async function estateOnRecord(reader: Reader, cast: Cast, lot: Lot): Promise<Estate | null> {
  const standing = reader.read(title, lot.id)?.value;
  if (standing === undefined || standing.lodged.length > 0) return null;
  const owners: Owner[] = [];
  for (const id of standing.rights) {
    const held = reader.read(right, id)?.value;
    if (held === undefined || held.status === "ended") continue;
    const parties: Party[] = [];
    for (const holder of held.holders) {
      const party = await partyOf(reader, cast, holder);
      if (party === null) return null;
      parties.push(party);
    }
    owners.push({ right: id, share: held.on.share ?? WHOLE, parties });
  }
  const { district } = lot;
  return { title: lot.id, district, made: standing.rightsMade, owners, busy: false };
}

async function partyOf(
  reader: Reader,
  cast: Cast,
  { kind, id }: { readonly kind: string; readonly id: string | null },
): Promise<Party | null> {
  if (id === null) return null;
  if (kind === "organisation") {
    return { kind, id, signer: founder(id, "representative") };
  }
  const holding = await cast.holding(reader, id);
  return holding && { kind: "person", holding };
}
