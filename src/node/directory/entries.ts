import { z } from "zod";
import { equalBytes } from "../../base/bytes.js";
import { decodeCbor } from "../../codec/cbor-decode.js";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { commit } from "../../ledger/commitment.js";
import type { Reader } from "../../ledger/module.js";
import { bytes32, time } from "../../ledger/record-type.js";
import { assurances, handle as handleRecord } from "../../modules/identity/schema.js";
import { type PersonOpening, personSchema } from "../../sdk/person.js";
import type { CheckedEnrolment } from "./enrolments.js";
import { directoryError } from "./errors.js";
import type { Vault } from "./vault.js";

const entrySchema = z.strictObject({
  state: z.enum(["waiting", "enrolled"]),
  /** Transaction id of the enrolment, in hex. */
  id: z.string(),
  /** While it waits. */
  envelope: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
  openings: z.array(z.strictObject({ salt: bytes32, path: z.string(), value: z.string() })),
  person: personSchema,
  /** The key that enrolled, and the registrar's, in hex. */
  keyId: z.string(),
  registrar: z.string(),
  assurance: z.enum(assurances),
  organisation: z.string(),
  received: time,
  validUntil: time,
});
export type Entry = z.infer<typeof entrySchema>;

/** What is known of a request without opening it. */
type Waiting = Pick<Entry, "id" | "keyId" | "registrar" | "received" | "validUntil"> & {
  /** Where it came from, as long as the process remembers. */
  readonly place: string | null;
};

/**
 * Enrolments that may wait, and the part of the room that is left which one place may have: however
 * many places ask in earnest or not, somebody new finds room.
 */
const MOST = 10_000;
const PLACE_SHARE = 100;
/** What was sealed in its last moment is published a little later. */
const GRACE_MS = 60_000;

/** The directory's records by handle, waiting or enrolled; persons are joined by number, here alone. */
export class Entries {
  readonly #vault: Vault;
  readonly #waiting = new Map<string, Waiting>();
  /** The newest handle of each person by number. */
  readonly #persons = new Map<string, string>();

  /** @throws DIRECTORY_DAMAGED, DISK_* */
  constructor(vault: Vault) {
    this.#vault = vault;
    for (const handle of vault.handles()) this.#remember(handle, this.get(handle), null);
  }

  /** @throws DIRECTORY_UNKNOWN, DIRECTORY_DAMAGED, DISK_* */
  get(handle: string): Entry {
    return entrySchema.parse(decodeCbor(this.#vault.get(handle)));
  }

  /** Whether there is one that is enrolled. */
  has(handle: string): boolean {
    return !this.#waiting.has(handle) && this.#vault.has(handle);
  }

  /** Whether there is one at all. */
  knows(handle: string): boolean {
    return this.#vault.has(handle);
  }

  /** @throws DIRECTORY_UNKNOWN where there is none that is enrolled */
  enrolled(handle: string): Entry {
    if (!this.has(handle)) throw directoryError("DIRECTORY_UNKNOWN");
    return this.get(handle);
  }

  /** Keeps a request; sent again, or for who is enrolled, what is there stays as it was. @throws DIRECTORY_FULL, DIRECTORY_DRAFT */
  ask(
    { body, id, ...checked }: CheckedEnrolment,
    envelope: Uint8Array,
    openings: readonly PersonOpening[],
    from: { readonly place: string; readonly time: number },
  ): void {
    const { handle, assurance, organisation } = body;
    const known = this.#waiting.get(handle);
    if (known?.id === id || this.has(handle)) return;
    if (known !== undefined) throw directoryError("DIRECTORY_DRAFT", { member: "handle" });
    this.#checkRoom(from.place);
    this.#put(
      handle,
      {
        ...checked,
        ...{ state: "waiting", id, envelope, assurance, organisation, received: from.time },
        openings: openings.map((opening) => ({ ...opening })),
      },
      from.place,
    );
  }

  /**
   * Handles of the requests that name this registrar's key and that the ledger has not: in turns by the
   * place that they came from, oldest first, so that no place hides the others' behind its own.
   */
  waitingFor(registrar: string, reader: Reader, now: number): string[] {
    const named = [...this.#waiting].filter(([, request]) => request.registrar === registrar);
    for (const [handle] of named) this.settle(handle, reader, now);
    const turns = new Map<string | null, number>();
    return named
      .filter(([handle]) => this.#waiting.has(handle))
      .sort(([, a], [, b]) => a.received - b.received)
      .map(([handle, { place }]) => {
        const turn = turns.get(place) ?? 0;
        turns.set(place, turn + 1);
        return { handle, turn };
      })
      .sort((a, b) => a.turn - b.turn)
      .map(({ handle }) => handle);
  }

  /** The handle whose enrolment, still waiting, this key has signed; null for any other key. */
  waitingHandleOf(keyId: string): string | null {
    for (const [handle, request] of this.#waiting) {
      if (request.keyId === keyId) return handle;
    }
    return null;
  }

  /** The registrar whom a request that waits names; null where none waits. */
  registrarOf(handle: string): string | null {
    return this.#waiting.get(handle)?.registrar ?? null;
  }

  /** Members in which a person of this number is known otherwise; null where nobody is. */
  differences({ person }: Entry): string[] | null {
    const handle = this.#persons.get(person.number);
    if (handle === undefined) return null;
    const known = this.get(handle).person;
    return (["name", "birthDate"] as const).filter((member) => known[member] !== person[member]);
  }

  /** Does so for every request. @throws as `settle` */
  settleAll(reader: Reader, now: number): void {
    for (const handle of this.#waiting.keys()) this.settle(handle, reader, now);
  }

  /** Moves what is on the ledger into the directory proper and erases what will never be. @throws DISK_* */
  settle(handle: string, reader: Reader, now: number): void {
    const waiting = this.#waiting.get(handle);
    if (waiting === undefined) return;
    const record = reader.read(handleRecord, handle)?.value;
    if (record === undefined && waiting.validUntil + GRACE_MS >= now) return;
    const entry = this.get(handle);
    if (record !== undefined && commits(record, entry.openings)) {
      this.#put(handle, { ...entry, state: "enrolled", envelope: null }, null);
    } else this.erase(handle);
  }

  /** For ever, and with it what the log says of who read it. @throws DISK_* */
  erase(handle: string): void {
    this.#vault.erase(handle);
    this.#waiting.delete(handle);
    for (const [number, newest] of this.#persons) {
      if (newest === handle) this.#persons.delete(number);
    }
  }

  #put(handle: string, entry: Entry, place: string | null): void {
    this.#vault.put(handle, encodeCbor({ ...entry }));
    this.#remember(handle, entry, place);
  }

  #remember(handle: string, entry: Entry, place: string | null): void {
    const { state, id, keyId, registrar, received, validUntil, person } = entry;
    if (state === "waiting") {
      this.#waiting.set(handle, { id, keyId, registrar, received, validUntil, place });
    } else {
      this.#waiting.delete(handle);
      this.#persons.set(person.number, handle);
    }
  }

  #checkRoom(place: string): void {
    const room = MOST - this.#waiting.size;
    let ofPlace = 0;
    for (const request of this.#waiting.values()) if (request.place === place) ofPlace++;
    if (room <= 0 || (ofPlace > 0 && ofPlace >= room / PLACE_SHARE)) {
      throw directoryError("DIRECTORY_FULL");
    }
  }
}

/** Whether the record on the ledger is what these openings open: another could have taken the handle. */
function commits(record: ReturnType<typeof handleRecord.parse>, openings: Entry["openings"]) {
  const { name, number, birthDate } = record;
  const committed: Readonly<Record<string, Uint8Array>> = {
    "/name": name,
    "/number": number,
    "/birthDate": birthDate,
  };
  return openings.every(({ salt, path, value }) => {
    const expected = committed[path];
    return expected !== undefined && equalBytes(commit(salt, path, value), expected);
  });
}
