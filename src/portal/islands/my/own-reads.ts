import { isCoded } from "../../../base/errors.js";
import { fromHex } from "../../../base/text.js";
import { isCborObject } from "../../../codec/cbor-value.js";
import { checkRead, readOpening } from "../../../ledger/read-tree.js";
import { signerOf } from "../keys/person.js";
import { provedValue } from "../keys/receipts.js";
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

/** Answers that are asked for at a time, and how often: nobody hides a read behind a thousand others. */
const PAGE = 100;
const MOST_PAGES = 50;

/**
 * Asked by the handle's own key, to the first of them; every proof is checked here against the root
 * on the ledger, which the node proves.
 */
export async function ownReads(session: Session, kept: KeptHandle): Promise<OwnRead[]> {
  const client = session.clientAs(await signerOf(session, kept));
  const roots = new Map<string, Promise<Uint8Array | null>>();
  const rootOf = (key: string) => {
    const root = roots.get(key) ?? provedRoot(session, key);
    roots.set(key, root);
    return root;
  };
  const reads: OwnRead[] = [];
  let cursor: number | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, next } = (await client.ownReads({ limit: PAGE, cursor })).body;
    for (const { opening, proof } of items) {
      const { value: entry, salt } = opening;
      const state =
        proof === null
          ? "pending"
          : proofState(fromHex(salt), entry, proof, await rootOf(proof.key));
      reads.push({ ...entry, proof: state });
    }
    if (next === null) break;
    cursor = next;
  }
  return reads;
}

/** Null where the node does not prove that there is such a root. @throws REMOTE_* */
async function provedRoot(session: Session, key: string): Promise<Uint8Array | null> {
  if (!key.startsWith("identity/reads/")) return null;
  try {
    const value = await provedValue(session, key);
    const root = isCborObject(value) ? value["root"] : null;
    return root instanceof Uint8Array ? root : null;
  } catch (error) {
    if (isCoded(error) && error.code === "RECEIPT_REFUSED") return null;
    throw error;
  }
}

type Entry = Parameters<typeof readOpening>[1];
type Proof = { readonly key: string; readonly index: number; readonly path: readonly string[] };

function proofState(
  salt: Uint8Array,
  entry: Entry,
  { index, path }: Proof,
  root: Uint8Array | null,
): OwnRead["proof"] {
  if (root === null) return "wrong";
  try {
    checkRead(readOpening(salt, entry), { index, path: path.map(fromHex) }, root);
    return "shown";
  } catch (error) {
    if (isCoded(error)) return "wrong";
    throw error;
  }
}
