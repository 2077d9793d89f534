import { toHex } from "../../../base/text.js";
import type { Envelope } from "../../../ledger/envelope.js";
import { fractionText, sumOf } from "../../../modules/land/shares.js";
import { sign } from "../../messages/sign.js";
import { partiesOf } from "../keys/names.js";
import { registrarsOf } from "../keys/officers.js";
import { handleRecord } from "../keys/restore.js";
import type { Session } from "../keys/session.js";
import type { Me } from "./me.js";
import type { Sale } from "./sale.js";

export type Role = "gives" | "takes" | "office" | "other";

/** Somebody who must sign. */
export type Person = {
  readonly keyId: string;
  /** A person's handle; null for the office. */
  readonly handle: string | null;
  /**
   * From the directory, which opens names for the parties alone; one's own from this device; else the
   * code's beginning.
   */
  readonly name: string;
  readonly isNamed: boolean;
  readonly role: Role;
  /** "1/4", where the role has a share. */
  readonly share: string | null;
  /** Checked on this device. */
  readonly hasSigned: boolean;
  readonly isMe: boolean;
};

const order: readonly Role[] = ["gives", "takes", "other", "office"];

/** @throws REMOTE_* */
export async function peopleOf(
  session: Session,
  me: Me,
  id: string,
  { payload, signatures }: Envelope,
  sale: Sale | null,
): Promise<Person[]> {
  const parts = await partsOf(session, me, sale);
  const offices = await officesOf(session);
  const signed = new Set(signatures.map(({ thumbprint }) => toHex(thumbprint)));
  const mine = toHex(me.signer.thumbprint);
  const parties = await partiesOf(me.client, id, [mine, ...signed].join());
  const people = payload.signers.map(toHex).map((keyId): Person => {
    const part = parts.get(keyId);
    const handle = part?.handle ?? null;
    const office = offices.get(keyId);
    const isMe = keyId === mine;
    const told = handle === null ? office : parties.get(keyId)?.name;
    const known = told ?? (isMe ? ownName(me) : null);
    return {
      keyId,
      handle,
      name: known ?? unnamed(handle, keyId),
      isNamed: known !== null,
      role: part?.role ?? (office === undefined ? "other" : "office"),
      share: part?.share ?? null,
      hasSigned: signed.has(keyId),
      isMe,
    };
  });
  return people.sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

const unnamed = (handle: string | null, keyId: string): string =>
  handle === null ? sign.unnamedKey(keyId.slice(0, 8)) : sign.unnamed(handle.slice(0, 8));

/** What this device keeps of one's own code: nobody is shown as a number to themselves. */
function ownName({ identity }: Me): string | null {
  const name = identity.handle?.openings?.find(({ path }) => path === "/name")?.value;
  return typeof name === "string" ? name : null;
}

type Part = { readonly handle: string; readonly role: Role; readonly share: string };

/** By the key that now signs for each handle. */
async function partsOf(session: Session, me: Me, sale: Sale | null): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>();
  const mine = toHex(me.signer.thumbprint);
  const own = me.identity.handle?.handle;
  const put = async (handles: readonly string[], role: Role, share: string) => {
    for (const handle of handles) {
      const keyId = (await handleRecord(session, handle))?.keyId;
      // Which code one's own key signs for is this device's to say, not the node's.
      if (handle === own) parts.set(mine, { handle, role, share });
      else if (keyId !== undefined && keyId !== mine) parts.set(keyId, { handle, role, share });
    }
  };
  for (const { holders, gives } of sale?.given ?? []) {
    await put(holders, "gives", fractionText(sumOf([gives])));
  }
  for (const { holders, share } of sale?.taken ?? []) {
    await put(holders, "takes", fractionText(sumOf([share])));
  }
  return parts;
}

/** Names of the organisations whose registrars sign, by key. */
async function officesOf(session: Session): Promise<Map<string, string>> {
  const offices = new Map<string, string>();
  for (const { keyId, organisation } of await registrarsOf(session)) {
    const { value } = (await session.client.organisation({ id: organisation })).body;
    offices.set(keyId, value.name);
  }
  return offices;
}
