import type { Client } from "../../../sdk/client.js";

/** Names of a draft's parties by handle, from the directory, which opens them for the parties alone. */
export async function namesOf(client: Client, id: string): Promise<ReadonlyMap<string, string>> {
  void client;
  void id;
  return new Map();
}
