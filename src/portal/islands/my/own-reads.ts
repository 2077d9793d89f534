import { isCoded } from "../../../base/errors.js";
import { fromHex } from "../../../base/text.js";
import { checkRead, readOpening } from "../../../ledger/read-tree.js";
import { signerOf } from "../keys/person.js";
import type { Session } from "../keys/session.js";
import type { KeptHandle } from "../keys/store.js";

/** A read of what stands behind one of the person's handles, and whether its proof holds. */
export type OwnRead = {
  readonly handle: string;
  readonly time: number;
  readonly by: string;
  readonly capacity: string;
  readonly organisation: string | null;
  readonly purpose: string;
  /** `pending`: under no root yet. */
  readonly proof: "shown" | "pending" | "wrong";
};

/** Asked by the handle's own key; every proof is checked here against the root on the ledger. */
export async function ownReads(session: Session, kept: KeptHandle): Promise<OwnRead[]> {
  const client = session.clientAs(await signerOf(session, kept));
  const { items } = (await client.ownReads({})).body;
  const reads: OwnRead[] = [];
  for (const { opening, proof } of items) {
    const { value: entry, salt } = opening;
    const state =
      proof === null ? "pending" : await proofState(session, fromHex(salt), entry, proof);
    reads.push({ ...entry, proof: state });
  }
  return reads;
}

type Entry = Parameters<typeof readOpening>[1];
type Proof = { readonly key: string; readonly index: number; readonly path: readonly string[] };

async function proofState(
  { client }: Session,
  salt: Uint8Array,
  entry: Entry,
  { key, index, path }: Proof,
): Promise<OwnRead["proof"]> {
  const { value } = (await client.fact({ key })).body;
  try {
    const root = fromHex(String(Object(value).root));
    checkRead(readOpening(salt, entry), { index, path: path.map(fromHex) }, root);
    return "shown";
  } catch (error) {
    if (isCoded(error)) return "wrong";
    throw error;
  }
}
