import { isCoded } from "../base/errors.js";
import { fromHex, toHex } from "../base/text.js";
import { decodeDraft } from "../ledger/envelope.js";
import { checkNetwork } from "../ledger/verify-envelope.js";
import { type EnrolBody, enrolBody } from "../modules/identity/transactions.js";
import { openPerson, type Person } from "./person.js";

/** What the directory says of somebody who asks for a code. */
export type Asked = {
  /** The draft in hex, which the registrar would sign. */
  readonly envelope: string;
  /** Of the draft. */
  readonly id: string;
  readonly openings: readonly {
    readonly salt: string;
    readonly path: string;
    readonly value: string;
  }[];
};

/** Who asks, made from the draft's bytes: nothing that the directory merely says. */
export type Asking = Pick<EnrolBody, "handle" | "assurance" | "organisation"> & {
  readonly person: Person;
  readonly validUntil: number;
};

/**
 * What a signature on the draft would confirm; null for what is no enrolment on this network, or of
 * somebody else than the openings show.
 */
export function askingOf({ id, envelope, openings }: Asked, network: Uint8Array): Asking | null {
  try {
    const draft = decodeDraft(fromHex(envelope));
    checkNetwork(draft, network);
    const { type, body, validUntil } = draft.payload;
    const parsed = enrolBody.safeParse(body);
    if (type !== "identity.enrol" || !parsed.success || toHex(draft.id) !== id) return null;
    const opened = openings.map((opening) => ({ ...opening, salt: fromHex(opening.salt) }));
    const { handle, assurance, organisation } = parsed.data;
    return { person: openPerson(body, opened), handle, assurance, organisation, validUntil };
  } catch (error) {
    if (isCoded(error)) return null;
    throw error;
  }
}
