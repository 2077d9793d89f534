import { toHex } from "../../../base/text.js";
import { encodeCoseKey } from "../../../crypto/cose-key.js";
import { algorithms } from "../../../ledger/envelope.js";
import { REGISTRY } from "../agencies.js";
import { type Estate, type Owner, personal } from "../estate.js";
import { appointment, drawOfficial, founder, registrarOf } from "../officials.js";
import type { Person } from "../people.js";
import { Sale } from "../sale.js";
import { type Share, WHOLE } from "../share.js";
import type { District } from "../town/plan.js";
import { type Act, enrol } from "./act.js";
import { agreed, lodged, type Plan, registered, transferOf } from "./sales.js";
import type { Story } from "./story.js";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Sold to a second buyer while the first waits in the daybook: refused, on record, and the first gets it. */
export async function* sellTwice(story: Story, plan: Plan, second: Person): Act {
  plan.estate.busy = true;
  const first = yield* agreed(story, plan);
  const entry = yield* lodged(story, first);
  yield 2;
  const other = yield* agreed(story, { ...plan, buyers: [second] });
  story.expect("LAND_LODGED_BEFORE", yield [await transferOf(story, other, null)]);
  yield 4;
  yield* registered(story, first, entry);
  plan.estate.busy = false;
}

/** A co-owner gives more than they have: refused, on record. */
export async function* sellTooMuch(story: Story, plan: Plan): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  const all = sale.takes.map((takes) => ({ ...takes, share: WHOLE }));
  const more = new Sale(
    plan.estate,
    [{ owner: { ...plan.owner, share: [2, 1] }, share: WHOLE }],
    all,
  );
  story.expect("LAND_SHARE_TOO_LITTLE", yield [await transferOf(story, more, null)]);
  plan.estate.busy = false;
}

/** Three thirds in decimals are not the whole: refused, on record; then in thirds. */
export async function* sellInThirds(story: Story, plan: Plan): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  const rounded: Share = [3333, 10_000];
  const short = sale.takes.map((takes) => ({ ...takes, share: rounded }));
  const wrong = new Sale(plan.estate, sale.gives, short);
  story.expect("LAND_SHARES_SUM", yield [await transferOf(story, wrong, null)]);
  yield 1;
  yield* registered(story, sale, null);
  plan.estate.busy = false;
}

/** The other district's registrar signs: refused, on record; then the right one does. */
export async function* signElsewhere(story: Story, plan: Plan): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  const elsewhere = plan.estate.district === "north-gate" ? "south-bank" : "north-gate";
  const { signer } = registrarOf(elsewhere);
  story.expect("IDENTITY_OFFICE_ELSEWHERE", yield [await transferOf(story, sale, null, signer)]);
  yield 1;
  yield* registered(story, sale, null);
  plan.estate.busy = false;
}

/** It is found out who holds what was registered without a holder. */
export async function* determine(story: Story, estate: Estate, person: Person): Act {
  estate.busy = true;
  const [holding] = yield* enrol(story, [person]);
  if (holding === undefined) return;
  const found: Owner = { right: `${estate.title}.1`, share: WHOLE, parties: [] };
  const takes = [{ parties: [personal(holding)], share: WHOLE }];
  const sale = new Sale(estate, [{ owner: found, share: WHOLE }], takes);
  const body = await sale.determination(story.cast, story.date);
  story.expect(
    "ok",
    yield [await story.pen.signed("land.determine", body, holding.signer, sale.registrar)],
  );
  sale.done();
  estate.busy = false;
}

/** Somebody exchanges the key of a holding, as after a change of device. */
export async function* exchangeKey(story: Story, estate: Estate): Act {
  estate.busy = true;
  estate.owners = await Promise.all(
    estate.owners.map(async (owner): Promise<Owner> => {
      const [party] = owner.parties;
      if (party?.kind !== "person" || owner.parties.length > 1) return owner;
      const next = await story.cast.at(party.holding, party.holding.version + 1);
      return { ...owner, parties: [personal(next)] };
    }),
  );
  const changed = estate.owners;
  for (const { parties } of changed) {
    const [party] = parties;
    if (party?.kind !== "person" || party.holding.version === 0) continue;
    const { holding } = party;
    const old = await story.cast.at(holding, holding.version - 1);
    const { signer, handle } = holding;
    const coseKey = encodeCoseKey(signer.publicKey);
    const body = { handle, key: { coseKey, algorithm: algorithms.EdDSA, webauthn: null } };
    story.expect(
      "ok",
      yield [await story.pen.signed("identity.rotateKey", body, old.signer, signer)],
    );
  }
  estate.busy = false;
}

/** A device is lost, and the registrar ends its key: nothing can be signed for the holding until further notice. */
export async function* loseKey(story: Story, estate: Estate): Act {
  estate.busy = true;
  const [party] = estate.owners[0]?.parties ?? [];
  if (party?.kind !== "person") return;
  const body = { keyId: toHex(party.holding.signer.thumbprint) };
  story.expect("ok", yield [await story.pen.signed("identity.revokeKey", body, story.registrar)]);
}

/** Somebody stands in for a registrar for some weeks; the office ends by itself. */
export async function* standIn(story: Story, district: District, days: number): Act {
  const until = story.pen.time + days * DAY_MS;
  const body = appointment(drawOfficial(`stand-in/${district}`), district, until);
  const administrator = founder(REGISTRY, "administrator");
  story.expect("ok", yield [await story.pen.signed("identity.appoint", body, administrator)]);
}

/** A second registrar comes, and is dismissed again. */
export async function* comeAndGo(story: Story, district: District, days: number): Act {
  const official = drawOfficial(`second/${district}`);
  const administrator = founder(REGISTRY, "administrator");
  const { pen } = story;
  const body = appointment(official, district, null);
  story.expect("ok", yield [await pen.signed("identity.appoint", body, administrator)]);
  yield days;
  const dismissal = { handle: official.handle, role: "registrar" };
  story.expect("ok", yield [await pen.signed("identity.dismiss", dismissal, administrator)]);
}
