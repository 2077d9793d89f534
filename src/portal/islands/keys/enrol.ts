import { toHex, utf8Encode } from "../../../base/text.js";
import type { Person } from "../../../sdk/person.js";
import { my } from "../../messages/my.js";
import { shown } from "../parts/time.js";
import { registrarsOf } from "./officers.js";
import { askForHandle, type Voucher } from "./person.js";
import type { Session } from "./session.js";

/** A voucher with the words by which people know it. */
export type NamedVoucher = Voucher & { readonly title: string };

/** Every registrar, by organisation and districts. @throws REMOTE_* */
export async function vouchers(session: Session): Promise<NamedVoucher[]> {
  const names = new Map<string, string>();
  const found: NamedVoucher[] = [];
  for (const { organisation, keyId, within } of await registrarsOf(session)) {
    const name = names.get(organisation) ?? (await nameOf(session, organisation));
    names.set(organisation, name);
    const title = my.handle.officeFor(name, within === null ? null : shown.list(within));
    found.push({ organisation, title, registrarKeyId: keyId });
  }
  return found;
}

async function nameOf({ client }: Session, organisation: string): Promise<string> {
  return (await client.organisation({ id: organisation })).body.value.name;
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
