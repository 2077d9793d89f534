import type { Payload } from "../../../ledger/envelope.js";
import { recordKey } from "../../../ledger/record-type.js";
import { type TransferBody, transferBody } from "../../../modules/land/bodies.js";
import { right as rightRecord } from "../../../modules/land/schema.js";
import {
  type Fraction,
  fractionText,
  restOf,
  type Share,
  sumOf,
  WHOLE,
} from "../../../modules/land/shares.js";
import { provedValue } from "../keys/receipts.js";
import type { Session } from "../keys/session.js";

/** A right that gives, as it stands now. */
export type Given = {
  readonly right: string;
  /** Ids of those who hold it. */
  readonly holders: readonly string[];
  readonly has: Share;
  readonly gives: Share;
  /** Null: nothing is left, the right ends. */
  readonly rest: Fraction | null;
};
export type Taken = { readonly holders: readonly string[]; readonly share: Share };

/** A transfer, from its bytes and from what the ledger, proved, now says of the rights that it names. */
export type Sale = {
  readonly body: TransferBody;
  readonly given: readonly Given[];
  readonly taken: readonly Taken[];
  /** Ids of the title's rights that it leaves alone. */
  readonly stays: readonly string[];
  /** Entries of the daybook that were lodged and are not decided. */
  readonly lodged: readonly string[];
  readonly sum: { readonly given: string; readonly taken: string };
};

/** @throws RECEIPT_REFUSED, REMOTE_* */
export async function saleOf(session: Session, payload: Payload): Promise<Sale | null> {
  if (payload.type !== "land.transfer") return null;
  const body = transferBody.parse(payload.body);
  const title = (await session.client.landTitle({ id: body.title })).body;
  const given: Given[] = [];
  for (const { right, share } of body.from) {
    const value = rightRecord.parse(await provedValue(session, recordKey(rightRecord, right)));
    const holders = value.holders.map(({ kind, id }) => id ?? kind);
    given.push(givenOf(right, holders, value.on.share ?? WHOLE, share));
  }
  const named = new Set(body.from.map(({ right }) => right));
  const lodged = title.value["lodged"];
  return {
    body,
    given,
    taken: body.to.map(({ holders, share }) => ({
      holders: holders.map(({ kind, id }) => id ?? kind),
      share,
    })),
    stays: title.rights.map(({ id }) => id).filter((id) => !named.has(id)),
    lodged: Array.isArray(lodged) ? lodged.map(String) : [],
    sum: {
      given: fractionText(sumOf(given.map(({ gives }) => gives))),
      taken: fractionText(sumOf(body.to.map(({ share }) => share))),
    },
  };
}

function givenOf(
  right: string,
  holders: readonly string[],
  has: Share,
  share: Share | null,
): Given {
  const gives = share ?? has;
  const rest = restOf(has, gives);
  return { right, holders, has, gives, rest: rest.numerator === 0n ? null : rest };
}
