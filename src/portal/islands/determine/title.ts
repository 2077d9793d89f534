import type { Share } from "../../../modules/land/shares.js";
import { registrarsOf } from "../keys/officers.js";
import type { Session } from "../keys/session.js";
import type { KeptOfficial } from "../keys/store.js";
import { organisationOf, shareOf } from "../sell/title.js";

/** A right of a title that nobody is known to hold, and who may say who does. */
export type Undetermined = {
  readonly title: string;
  readonly right: string;
  readonly share: Share;
  readonly district: string;
  /** That of the title's office. */
  readonly organisation: string;
  /** Of this browser, a registrar of the district; null where it holds no such key. */
  readonly official: KeptOfficial | null;
};

/** The first of the title's rights without an owner; null where there is none. @throws REMOTE_* */
export async function undeterminedOf(
  session: Session,
  title: string,
): Promise<Undetermined | null> {
  const { value, rights, parcels } = (await session.client.landTitle({ id: title })).body;
  const open = rights.find(
    ({ value: { status, holders } }) =>
      status === "active" &&
      holders.every(({ kind }) => kind === "notDetermined" || kind === "notKnown"),
  );
  if (open === undefined) return null;
  const district = parcels[0]?.value.district ?? "";
  const organisation = await organisationOf(session, value.office);
  const registrars = await registrarsOf(session, { organisation, district });
  const officials = await session.store.getAll("officials");
  const official = officials.find((own) => registrars.some(({ keyId }) => keyId === own.keyId));
  const share = shareOf(open.value.on.share);
  return { title, right: open.id, share, district, organisation, official: official ?? null };
}
