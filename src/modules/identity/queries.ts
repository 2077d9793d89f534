import type { Reader, Standing } from "../../ledger/module.js";
import { recordKey } from "../../ledger/record-type.js";
import { lists } from "./lists.js";
import { key, office, type Role } from "./schema.js";

/** An office with the fact that proves it, and the keys that now sign for whoever holds it. */
export type Officeholder = Standing<ReturnType<typeof office.parse>> & {
  readonly id: string;
  readonly key: string;
  readonly keyIds: readonly string[];
};

/** Everyone who holds an office of the role, ordered by id. */
export function officersOf(reader: Reader, role: Role): Officeholder[] {
  return [...eachOfficer(reader, role)];
}

/** As `officersOf`, each read when it is asked for. */
export function* eachOfficer(reader: Reader, role: Role): Generator<Officeholder> {
  for (const fact of reader.members(lists.officers(role))) {
    const id = fact.slice(office.prefix.length + 1);
    const standing = reader.read(office, id);
    if (standing === undefined) continue;
    const [handle = ""] = id.split("~");
    yield { id, key: recordKey(office, id), ...standing, keyIds: keysOf(reader, handle) };
  }
}

function keysOf(reader: Reader, handle: string): string[] {
  return reader.members(lists.keysOf(handle)).map((fact) => fact.slice(key.prefix.length + 1));
}
