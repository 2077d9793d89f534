import type { Share } from "../../../modules/land/shares.js";
import { sdkError } from "../../../sdk/errors.js";
import { registrarsOf } from "../keys/officers.js";
import type { Session } from "../keys/session.js";
import type { KeptHandle } from "../keys/store.js";

/** What a title's own record and its rights say to somebody who would give of it. */
export type Giving = {
  readonly title: string;
  /** The right that gives, and the handle of this device that is among its holders. */
  readonly right: string;
  readonly own: KeptHandle;
  readonly held: Share;
  /** Handles of all who hold it, jointly where they are several. */
  readonly holders: readonly string[];
  readonly isFlagged: boolean;
  /** The office's organisation, and the key of its registrar for the title's district. */
  readonly organisation: string;
  readonly registrarKeyId: string;
};

/** What this device may give of the title; null where it holds nothing of it. @throws REMOTE_* */
export async function givingOf(session: Session, title: string): Promise<Giving | null> {
  const { client, store } = session;
  const { value, rights, parcels } = (await client.landTitle({ id: title })).body;
  const mine = new Map((await store.getAll("handles")).map((kept) => [kept.handle, kept]));
  for (const right of rights) {
    const holders = right.value.holders.flatMap(({ id }) => id ?? []);
    const own = holders.flatMap((handle) => mine.get(handle) ?? [])[0];
    if (own === undefined || right.value["status"] !== "active") continue;
    const district = parcels[0]?.value.district ?? "";
    const office = await officeOf(session, value.office, district);
    const held = shareOf(right.value.on.share);
    const isFlagged = right.value.flags.length > 0;
    return { title, right: right.id, own, held, holders, isFlagged, ...office };
  }
  return null;
}

/** The office that keeps the title, and the registrar's key that signs for its district. */
async function officeOf(session: Session, id: string, district: string) {
  const organisation = await organisationOf(session, id);
  const [registrar] = await registrarsOf(session, { organisation, district });
  if (registrar === undefined) {
    throw sdkError("REMOTE_ANSWER", { problem: "no registrar of the district", district });
  }
  return { organisation, registrarKeyId: registrar.keyId };
}

/** Whose office it is. @throws REMOTE_* */
export async function organisationOf(session: Session, office: string): Promise<string> {
  const { items } = (await session.client.landOffices({ limit: 500 })).body;
  const found = items.find(({ id }) => id === office);
  if (found === undefined) throw sdkError("REMOTE_ANSWER", { problem: "no such office", office });
  return found.value.organisation;
}

export function shareOf(json: unknown): Share {
  const [numerator = 1, denominator = 1] = Array.isArray(json) ? json.map(Number) : [];
  return [numerator, denominator];
}
