import { isCoded } from "../../../base/errors.js";
import type { Client } from "../../../sdk/client.js";

/** What the directory tells a draft's signers of one another. */
export type Party = {
  /** Null until a person has signed: by signing they show themselves to the others. */
  readonly name: string | null;
  readonly organisation: string | null;
};

/** By key id. Where this node has no directory, nobody is named. @throws REMOTE_* */
export async function partiesOf(client: Client, id: string): Promise<ReadonlyMap<string, Party>> {
  try {
    const { items } = (await client.draftParties({ id })).body;
    return new Map(items.map((item) => [item.keyId, item]));
  } catch (error) {
    if (isCoded(error) && error.code.startsWith("DIRECTORY_")) return new Map();
    throw error;
  }
}
