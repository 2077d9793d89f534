import { toHex, utf8Encode } from "../../../base/text.js";
import type { Person } from "../../../sdk/person.js";
import { registrarsOf } from "./officers.js";
import { askForHandle, type Voucher } from "./person.js";
import type { Session } from "./session.js";

/** A voucher with the organisation's name for people. */
export type NamedVoucher = Voucher & { readonly title: string };

/** Every organisation with a registrar, once. @throws REMOTE_* */
export async function vouchers(session: Session): Promise<NamedVoucher[]> {
  const found = new Map<string, NamedVoucher>();
  for (const { organisation, keyId } of await registrarsOf(session)) {
    if (found.has(organisation)) continue;
    const { value } = (await session.client.organisation({ id: organisation })).body;
    found.set(organisation, { organisation, title: value.name, registrarKeyId: keyId });
  }
  return [...found.values()];
}

/** Asks a registrar to confirm who takes the next handle. @throws PERSON_FORM, or the directory's refusal */
export async function enrol(session: Session, person: Person, voucher: Voucher): Promise<void> {
  const { kept, draft } = await askForHandle(session, person, voucher);
  const openings = (kept.openings ?? []).map(({ path, salt, value }) => ({
    path,
    salt: toHex(salt),
    value,
  }));
  const bytes = utf8Encode(JSON.stringify({ envelope: toHex(draft), openings }));
  await session.client.requestEnrolment({}, { type: "application/json", bytes });
  await session.store.put("handles", kept);
}
