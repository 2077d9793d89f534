import type { TransactionResult } from "../../../ledger/ledger.js";
import type { Holding } from "../cast.js";
import type { Story } from "./story.js";

/**
 * Something that happens, step by step: envelopes for the next block, whose results it is told, or
 * days to wait. What happens on one day happens together: a step of each is one block.
 */
export type Act = AsyncGenerator<
  readonly Uint8Array[] | number,
  void,
  readonly TransactionResult[]
>;

/** Steps that give something back to the act of which they are a part. */
export type Steps<T> = AsyncGenerator<
  readonly Uint8Array[] | number,
  T,
  readonly TransactionResult[]
>;

/** Persons take fresh handles before a registrar of the land registry. */
export async function* enrol(
  story: Story,
  people: readonly Holding["person"][],
): Steps<readonly Holding[]> {
  const { cast, registrar } = story;
  const taken: Holding[] = [];
  for (const person of people) taken.push(await cast.take(person));
  const envelopes: Uint8Array[] = [];
  for (const holding of taken) {
    const { body } = await cast.enrolment(holding, story.pen.time);
    envelopes.push(await story.pen.signed("identity.enrol", body, holding.signer, registrar));
  }
  story.expect("ok", yield envelopes);
  return taken;
}
