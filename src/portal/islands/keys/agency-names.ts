import type { Session } from "./session.js";

/** What people call each agency, by the name that key files have. @throws REMOTE_* */
export async function agencyNames({ client }: Session): Promise<ReadonlyMap<string, string>> {
  const { items } = (await client.agencies({ limit: 500 })).body;
  const named = items.map(async ({ id, value }) => {
    const { body } = await client.organisation({ id: value.organisation });
    return [id, body.value.name] as const;
  });
  return new Map(await Promise.all(named));
}
