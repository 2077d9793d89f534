import { hkdfSync } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Purpose } from "../../api/routes/directory.js";
import { toHex, utf8Encode } from "../../base/text.js";
import type { Envelope } from "../../ledger/envelope.js";
import type { Reader } from "../../ledger/module.js";
import { handle as handleRecord, key } from "../../modules/identity/schema.js";
import { openPerson, type PersonOpening } from "../../sdk/person.js";
import { onDisk } from "../../storage/disk.js";
import { bearerOf, officialFor, type Who } from "./access.js";
import { type CheckedEnrolment, checkEnrolment } from "./enrolments.js";
import { Entries, type Entry } from "./entries.js";
import { directoryError } from "./errors.js";
import { keyEncryptionKey } from "./key-encryption-key.js";
import { Publisher, type PublisherPorts } from "./publisher.js";
import { ReadBudget } from "./read-budget.js";
import { type OwnRead, ReadLog, type ReadsPage } from "./read-log.js";
import { SECRET_BYTES } from "./seal.js";
import { hasRecords, Vault } from "./vault.js";

export type DirectoryPorts = PublisherPorts & {
  /** What went wrong where nobody waits for an answer. */
  readonly onError: (error: unknown) => void;
};

export type WaitingEnrolment = {
  readonly handle: string;
  readonly entry: Entry;
  /** Members in which a person of this number is known otherwise; null where nobody is. */
  readonly differs: readonly string[] | null;
};
export type Party = {
  readonly keyId: string;
  readonly signed: boolean;
  readonly handle: string | null;
  readonly organisation: string | null;
  readonly name: string | null;
};
export type OwnReads = { readonly handle: string; readonly reads: readonly OwnRead[] };

const LISTED = 50;
/** How often it is looked whether something is due, at least. */
const LOOK_MS = 60_000;

/**
 * Who the persons behind the handles are: off the ledger, encrypted, and read only by who may, with
 * every read on record before it is answered.
 */
export class Directory {
  readonly #ports: DirectoryPorts;
  readonly #entries: Entries;
  readonly #log: ReadLog;
  readonly #publisher: Publisher;
  readonly #budget = new ReadBudget();
  #timer: ReturnType<typeof setInterval> | null = null;

  /** @throws DIRECTORY_KEY, DIRECTORY_DAMAGED, KEY_FILE_MODE, DISK_* */
  constructor(paths: { readonly dir: string; readonly key: string }, ports: DirectoryPorts) {
    const { dir } = paths;
    const secret = keyEncryptionKey(paths.key, hasRecords(dir));
    onDisk(dir, () => mkdirSync(dir, { recursive: true, mode: 0o700 }));
    const vault = new Vault(dir, secret);
    this.#ports = ports;
    this.#entries = new Entries(vault);
    const info = utf8Encode("counterfoil/directory/reads/v1");
    const logSecret = new Uint8Array(hkdfSync("sha256", secret, "", info, SECRET_BYTES));
    this.#log = new ReadLog(join(dir, "reads.log"), logSecret, (id) => vault.secretOf(id));
    this.#publisher = new Publisher(this.#log, ports);
  }

  /** Looks from now on whether something is due. */
  start(): void {
    const look = () => this.publishDue().catch(this.#ports.onError);
    this.#timer = setInterval(look, Math.min(this.#ports.periodMs, LOOK_MS));
    this.#timer.unref();
  }

  /** What is being published is waited for. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#publisher.idle();
    this.#log.close();
  }

  /** Publishes the roots that are due, and erases requests whose time is over. */
  async publishDue(): Promise<void> {
    this.#entries.settleAll(this.#reader, this.#ports.now());
    await this.#publisher.publishDue();
  }

  /** Keeps an enrolment until its registrar has seen it. @throws as `checkEnrolment`, DIRECTORY_FULL */
  ask(bytes: Uint8Array, openings: readonly PersonOpening[], place: string): CheckedEnrolment {
    const { network, organisation, now } = this.#ports;
    const time = now();
    const rules = { network, organisation, reader: this.#reader, time };
    const checked = checkEnrolment(bytes, openings, rules);
    this.#entries.settle(checked.body.handle, this.#reader, time);
    this.#entries.ask(checked, bytes, openings, { place, time });
    // What the ledger has already waits for nobody.
    this.#entries.settle(checked.body.handle, this.#reader, time);
    return checked;
  }

  /** Whether it has a handle's person, who waits or is enrolled. */
  knows(handle: string): boolean {
    return this.#entries.knows(handle);
  }

  /** The requests that name this key as the registrar's. @throws DIRECTORY_ROLE */
  waiting(keyId: string, purpose: Purpose): WaitingEnrolment[] {
    const time = this.#ports.now();
    const who = officialFor(this.#reader, keyId, purpose, { ...this.#ports, time });
    const handles = this.#entries.waitingFor(keyId, this.#reader, time).slice(0, LISTED);
    this.#record(handles, who, purpose, time);
    return handles.map((handle) => {
      const entry = this.#entries.get(handle);
      return { handle, entry, differs: this.#entries.differences(entry) };
    });
  }

  /** Erases a request that names this key as the registrar's. @throws DIRECTORY_ROLE, DIRECTORY_UNKNOWN */
  decline(handle: string, keyId: string): void {
    const time = this.#ports.now();
    officialFor(this.#reader, keyId, "enrolment", { ...this.#ports, time });
    // What has come onto the ledger meanwhile is no longer a request.
    this.#entries.settle(handle, this.#reader, time);
    if (this.#entries.registrarOf(handle) !== keyId) throw directoryError("DIRECTORY_UNKNOWN");
    this.#entries.erase(handle);
  }

  /** Who has a handle. @throws DIRECTORY_ROLE, DIRECTORY_UNKNOWN, PERSON_* */
  person(handle: string, keyId: string, purpose: Purpose): Entry {
    const time = this.#ports.now();
    const who = officialFor(this.#reader, keyId, purpose, { ...this.#ports, time });
    this.#entries.settle(handle, this.#reader, time);
    const entry = this.#entries.enrolled(handle);
    const record = this.#reader.read(handleRecord, handle)?.value ?? null;
    // What was changed here since would be another person than the ledger's.
    openPerson(record, entry.openings);
    this.#record([handle], who, purpose, time);
    return entry;
  }

  /** The signers of a draft, for one of them: persons who have signed by name. */
  parties({ payload, signatures }: Envelope, keyId: string): Party[] {
    const time = this.#ports.now();
    const reader = this.#reader;
    const me = bearerOf(reader, keyId);
    const who: Who = {
      by: me?.handle ?? keyId,
      capacity: "signer",
      organisation: me?.organisation ?? null,
    };
    // Whoever had the key taken away did so that it opens nothing more.
    const isRevoked = typeof reader.read(key, keyId)?.value.revoked === "number";
    const signed = new Set(signatures.map(({ thumbprint }) => toHex(thumbprint)));
    const parties = payload.signers.map(toHex).map((keyId): Party => {
      const bearer = bearerOf(reader, keyId);
      const has = signed.has(keyId);
      const name = bearer !== null && has && !isRevoked ? this.#nameOf(bearer.handle, time) : null;
      return { keyId, signed: has, handle: null, organisation: null, ...bearer, name };
    });
    const named = parties.flatMap(({ handle, name }) => (name === null ? [] : (handle ?? [])));
    const others = named.filter((handle) => handle !== who.by);
    this.#record(others, who, "parties", time);
    return parties;
  }

  /** Who read the handle that this key now signs for, newest first. @throws DIRECTORY_UNKNOWN */
  readsBy(keyId: string, page: ReadsPage): OwnReads {
    const handle = this.#ownHandle(keyId);
    if (handle === null) throw directoryError("DIRECTORY_UNKNOWN");
    return { handle, reads: this.#log.readsOf(handle, page) };
  }

  /** Where a read stands: the fact with its root, its place there, and the path; null before. */
  proofOf({ period, commitment }: OwnRead) {
    const number = period === null ? null : (this.#log.periods[period]?.number ?? null);
    if (period === null || number === null) return null;
    const { index, path } = this.#log.treeOf(period).placeOf(commitment);
    return { key: `identity/reads/${this.#ports.organisation}~${number}`, index, path };
  }

  get #reader(): Reader {
    return this.#ports.reader();
  }

  /** Durable before anything is answered. @throws DIRECTORY_READS */
  #record(handles: readonly string[], who: Who, purpose: string, time: number): void {
    if (handles.length === 0) return;
    this.#budget.take(who.by, handles.length, time);
    this.#log.add(handles.map((handle) => ({ handle, time, ...who, purpose })));
  }

  #nameOf(handle: string, time: number): string | null {
    this.#entries.settle(handle, this.#reader, time);
    return this.#entries.has(handle) ? this.#entries.enrolled(handle).person.name : null;
  }

  /** By the key that now signs for it on the ledger, or that has signed an enrolment that waits. */
  #ownHandle(keyId: string): string | null {
    const bound = this.#reader.read(key, keyId)?.value;
    if (bound === undefined) return this.#entries.waitingHandleOf(keyId);
    const signs = this.#reader.read(handleRecord, bound.handle)?.value.keyId === keyId;
    return signs && bound.revoked === null ? bound.handle : null;
  }
}
