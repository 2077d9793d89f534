import { errorBody } from "../../../api/values.js";
import { CounterfoilError } from "../../../base/errors.js";
import { toHex } from "../../../base/text.js";
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
  await ask(JSON.stringify({ envelope: toHex(draft), openings }));
  await session.store.put("handles", kept);
}

/** @throws the directory's refusal */
async function ask(body: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/api/v1/directory/enrolments", { method: "POST", headers, body });
  if (answer.ok) return;
  const { code, message, facts } = errorBody.parse(await answer.json());
  throw new CounterfoilError(code, message, facts);
}
