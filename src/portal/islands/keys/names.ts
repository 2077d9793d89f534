import { isCoded } from "../../../base/errors.js";
import type { Client } from "../../../sdk/client.js";

/** What the directory tells a draft's signers of one another. */
export type Party = {
  /** Null until a person has signed: by signing they show themselves to the others. */
  readonly name: string | null;
  readonly organisation: string | null;
};

type Parties = ReadonlyMap<string, Party>;

const opened = new Map<string, Parties>();

/**
 * By key id. Where this node has no directory, nobody is named. Every look is written down for those
 * who are named, so what is known already is not opened again.
 * @param state tells one stage of the draft, as one reader sees it, from the others
 * @throws REMOTE_*
 */
export async function partiesOf(client: Client, id: string, state: string): Promise<Parties> {
  const key = `${id}/${state}`;
  const known = opened.get(key) ?? (await open(client, id));
  opened.set(key, known);
  return known;
}

async function open(client: Client, id: string): Promise<Parties> {
  try {
    const { items } = (await client.draftParties({ id })).body;
    return new Map(items.map((item) => [item.keyId, item]));
  } catch (error) {
    if (isCoded(error) && error.code.startsWith("DIRECTORY_")) return new Map();
    throw error;
  }
}
