import { daybook } from "../../../modules/land/schema.js";
import { type Estate, type Owner, personal } from "../estate.js";
import { written } from "../pen.js";
import type { Person } from "../people.js";
import { Sale } from "../sale.js";
import { part, type Share } from "../share.js";
import { type Act, enrol, type Steps } from "./act.js";
import type { Story } from "./story.js";

const DAYBOOK = `${daybook.prefix}/`;

/** What is sold to whom: a share of one owner's, to some in equal parts or jointly. */
export type Plan = {
  readonly estate: Estate;
  readonly owner: Owner;
  readonly share: Share;
  readonly buyers: readonly Person[];
  readonly jointly: boolean;
};

/** Buyers take handles, everyone signs, and the registrar enters it at once. */
export async function* sellAtOnce(story: Story, plan: Plan): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  yield* registered(story, sale, null);
  plan.estate.busy = false;
}

/** Lodged first, for its rank; entered some days later. */
export async function* lodgeAndSell(story: Story, plan: Plan, days: number): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  const entry = yield* lodged(story, sale);
  yield days;
  yield* registered(story, sale, entry);
  plan.estate.busy = false;
}

/** The sellers think better of it. */
export async function* lodgeAndWithdraw(story: Story, plan: Plan, days: number): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  const entry = yield* lodged(story, sale);
  yield days;
  const { pen } = story;
  story.expect("ok", yield [await pen.signed("land.withdraw", { entry }, ...sale.givers)]);
  plan.estate.busy = false;
}

/** The registrar does not enter it. */
export async function* lodgeAndRefuse(story: Story, plan: Plan, days: number): Act {
  plan.estate.busy = true;
  const sale = yield* agreed(story, plan);
  const entry = yield* lodged(story, sale);
  yield days;
  const body = { entry, grounds: null };
  story.expect("ok", yield [await story.pen.signed("land.refuse", body, sale.registrar)]);
  plan.estate.busy = false;
}

/** What stands in the daybook and waits when the year ends. */
export async function* lodgeAndWait(story: Story, plan: Plan): Act {
  plan.estate.busy = true;
  yield* lodged(story, yield* agreed(story, plan));
}

export async function* agreed(story: Story, plan: Plan): Steps<Sale> {
  const { estate, owner, share, buyers, jointly } = plan;
  const parties = (yield* enrol(story, buyers)).map(personal);
  const takes = jointly
    ? [{ parties, share }]
    : parties.map((party) => ({ parties: [party], share: part(share, parties.length) }));
  return new Sale(estate, [{ owner, share }], takes);
}

/** The number that the daybook gives it. */
export async function* lodged(story: Story, sale: Sale): Steps<string> {
  const { pen } = story;
  const results = yield [await pen.signed("land.lodge", sale.lodging, ...sale.givers)];
  story.expect("ok", results);
  const keys = results.flatMap((result) => written(pen, result));
  return keys.find((key) => key.startsWith(DAYBOOK))?.slice(DAYBOOK.length) ?? "";
}

export async function* registered(story: Story, sale: Sale, entry: string | null): Steps<void> {
  story.expect("ok", yield [await transferOf(story, sale, entry)]);
  sale.done();
}

export async function transferOf(
  story: Story,
  sale: Sale,
  entry: string | null,
  registrar = sale.registrar,
): Promise<Uint8Array> {
  const body = await sale.transfer(story.cast, story.date, entry);
  return story.pen.signed("land.transfer", body, ...sale.everyone, registrar);
}
