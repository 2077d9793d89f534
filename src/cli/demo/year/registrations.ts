import { commitmentPaths } from "../../../sdk/sale.js";
import { BANK, MILL } from "../agencies.js";
import { type Estate, holderOf, type Party, personal, signerOf } from "../estate.js";
import { founder, registrarOf } from "../officials.js";
import type { Person } from "../people.js";
import { type Registered, registrationOfLot, unclaimed } from "../registration.js";
import { Dice, drawnBytes } from "../seed.js";
import { WHOLE } from "../share.js";
import type { Lot } from "../town/town.js";
import { type Act, enrol, type Steps } from "./act.js";
import type { Story } from "./story.js";

/** Who comes to hold a lot when it is first registered. */
export type Claim =
  | { readonly by: "persons"; readonly people: readonly Person[] }
  | { readonly by: "organisation"; readonly id: string }
  | { readonly by: "state" | "nobody" };

/** Mostly one person, now and then a couple, an organisation, or nobody of whom one knows. */
export function drawClaim(lot: Lot, people: readonly Person[]): Claim {
  if (lot.open) return { by: "state" };
  const dice = new Dice(`claim/${lot.id}`);
  const chance = dice.below(100);
  if (chance < 7) return { by: "nobody" };
  if (chance < 13) return { by: "organisation", id: dice.pick([BANK, MILL]) };
  const count = chance < 23 ? 2 : 1;
  return { by: "persons", people: dice.some(people, count) };
}

/** A lot comes into the register. @param kept whether nothing happens to it by chance */
export async function* register(
  story: Story,
  lot: Lot,
  claim: Claim,
  legacy: boolean,
  kept = false,
): Act {
  const parties = yield* partiesOf(story, claim);
  const registered = await terms(story, lot, claim, parties, legacy);
  const registrar = registrarOf(lot.district).signer;
  const signers = legacy ? [] : parties.map(signerOf);
  const body = registrationOfLot(lot, registered);
  story.expect("ok", yield [await story.pen.signed("land.register", body, registrar, ...signers)]);
  const owners = [{ right: `${lot.id}.1`, share: WHOLE, parties }];
  const estate: Estate = {
    title: lot.id,
    district: lot.district,
    made: 1,
    owners: parties.length === 0 ? [] : owners,
    busy: kept || claim.by === "state",
  };
  story.estates.push(estate);
}

async function* partiesOf(story: Story, claim: Claim): Steps<readonly Party[]> {
  if (claim.by === "persons") return (yield* enrol(story, claim.people)).map(personal);
  if (claim.by !== "organisation") return [];
  const { id } = claim;
  return [{ kind: "organisation", id, signer: founder(id, "representative") }];
}

async function terms(
  story: Story,
  lot: Lot,
  claim: Claim,
  parties: readonly Party[],
  legacy: boolean,
): Promise<Registered> {
  if (claim.by === "nobody") return { ...unclaimed(lot, story.date), legacy };
  const dice = new Dice(`deed/${lot.id}`);
  const since = Date.UTC(dice.between(2009, 2024), dice.below(12), dice.between(1, 28));
  const [first] = parties;
  const salt =
    first?.kind === "person"
      ? await story.cast.salt(first.holding, commitmentPaths.source)
      : drawnBytes(`deed/${lot.id}`);
  const date = legacy ? new Date(since).toISOString().slice(0, 10) : story.date;
  return {
    holders: claim.by === "state" ? [{ kind: "state", id: null }] : parties.map(holderOf),
    inLaw: legacy ? since : null,
    source: { kind: legacy ? "extract" : "deed", date, salt },
    legacy,
  };
}
