import type { Payload } from "../../../ledger/envelope.js";
import { recordKey } from "../../../ledger/record-type.js";
import { determineBody, type TransferBody, transferBody } from "../../../modules/land/bodies.js";
import { landError } from "../../../modules/land/errors.js";
import { type Holder, right as rightRecord } from "../../../modules/land/schema.js";
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

/**
 * A transfer or a determination, from its bytes and from what the ledger, proved, now says of the
 * rights that it names.
 */
export type Sale = {
  /** "determination": nobody gives, it is said who owns. */
  readonly kind: "transfer" | "determination";
  readonly body: TransferBody;
  readonly given: readonly Given[];
  readonly taken: readonly Taken[];
  /** Ids of the title's rights that it leaves alone. */
  readonly stays: readonly string[];
  /** Entries of the daybook that were lodged and are not decided. */
  readonly lodged: readonly string[];
  readonly sum: { readonly given: string; readonly taken: string };
};

/** @throws LAND_DETERMINED, RECEIPT_REFUSED, REMOTE_* */
export async function saleOf(session: Session, payload: Payload): Promise<Sale | null> {
  const said = saidIn(payload);
  if (said === null) return null;
  const { kind, body } = said;
  const title = (await session.client.landTitle({ id: body.title })).body;
  const given: Given[] = [];
  for (const { right, share } of body.from) {
    const value = rightRecord.parse(await provedValue(session, recordKey(rightRecord, right)));
    // "Has no owner" must be so of what would be given away.
    if (kind === "determination" && namesOf(value.holders).length > 0) {
      throw landError("LAND_DETERMINED", { right });
    }
    given.push(givenOf(right, namesOf(value.holders), value.on.share ?? WHOLE, share));
  }
  const named = new Set(body.from.map(({ right }) => right));
  const lodged = title.value["lodged"];
  return {
    kind,
    body,
    given,
    taken: body.to.map(({ holders, share }) => ({ holders: namesOf(holders), share })),
    stays: title.rights.map(({ id }) => id).filter((id) => !named.has(id)),
    lodged: Array.isArray(lodged) ? lodged.map(String) : [],
    sum: {
      given: fractionText(sumOf(given.map(({ gives }) => gives))),
      taken: fractionText(sumOf(body.to.map(({ share }) => share))),
    },
  };
}

/** A determination as the transfer of all of a right that nobody is known to hold. */
export function saidIn({ type, body }: Payload): Pick<Sale, "kind" | "body"> | null {
  if (type === "land.transfer") return { kind: "transfer", body: transferBody.parse(body) };
  if (type !== "land.determine") return null;
  const { right, ...determination } = determineBody.parse(body);
  const from = [{ right, share: null }];
  return { kind: "determination", body: { ...determination, from, price: null, entry: null } };
}

const UNKNOWN: ReadonlySet<string> = new Set(["notDetermined", "notKnown"]);

/** Those who hold, by id or, where they have none, by kind; nobody where nobody is known to. */
const namesOf = (holders: readonly Holder[]): string[] =>
  holders.flatMap(({ kind, id }) => (UNKNOWN.has(kind) ? [] : [id ?? kind]));

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
