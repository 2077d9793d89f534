import { toHex } from "../../base/text.js";
import type { MemorySigner } from "../../crypto/signer.js";
import { decodeDraft, type Payload } from "../../ledger/envelope.js";
import type { Reader } from "../../ledger/module.js";
import { handle as handleRecord, key } from "../../modules/identity/schema.js";
import {
  type Derive,
  deriverOf,
  enrolment,
  handleOf,
  holderSigner,
  saltOf,
} from "../../sdk/holder.js";
import type { PersonOpening } from "../../sdk/person.js";
import { REGISTRY } from "./agencies.js";
import type { Person } from "./people.js";

/** A person in one holding of theirs: a handle of its own, and the key that now signs for it. */
export type Holding = {
  readonly person: Person;
  /** How many handles the person had before. */
  readonly number: number;
  readonly handle: string;
  /** How often its key was exchanged. */
  readonly version: number;
  readonly signer: MemorySigner;
};

/** A handle of a person's, whatever its key. */
export type Taken = Pick<Holding, "person" | "number" | "handle">;

/** So often at most a key is exchanged before the demonstration no longer knows it. */
const VERSIONS = 8;

/** The country's people on the ledger: a fresh handle for every holding. */
export class Cast {
  readonly #network: Uint8Array;
  readonly #counts = new Map<Person, number>();
  readonly #taken = new Map<string, Taken>();

  constructor(network: Uint8Array) {
    this.#network = network;
  }

  /** The people as they stand on a ledger that has gone on since. */
  static async on(reader: Reader, network: Uint8Array, people: readonly Person[]): Promise<Cast> {
    const cast = new Cast(network);
    for (const person of people) {
      for (;;) {
        const next = await cast.#next(person);
        if (reader.read(handleRecord, next.handle) === undefined) break;
        cast.#keep(next);
      }
    }
    return cast;
  }

  /** Every handle that was taken, in order. */
  get taken(): readonly Taken[] {
    return [...this.#taken.values()];
  }

  async take(person: Person): Promise<Holding> {
    const next = await this.#next(person);
    this.#keep(next);
    return this.at(next, 0);
  }

  /** The holding with the key that now signs for it; null where nobody here has one. */
  async holding(reader: Reader, handle: string): Promise<Holding | null> {
    const taken = this.#taken.get(handle);
    const standing = reader.read(handleRecord, handle);
    if (taken === undefined || standing === undefined) return null;
    if (reader.read(key, standing.value.keyId)?.value.revoked !== null) return null;
    for (let version = 0; version < VERSIONS; version++) {
      const holding = await this.at(taken, version);
      if (toHex(holding.signer.thumbprint) === standing.value.keyId) return holding;
    }
    return null;
  }

  async #next(person: Person): Promise<Taken> {
    const number = this.#counts.get(person) ?? 0;
    return {
      person,
      number,
      handle: await handleOf(deriverOf(person.secret), this.#network, number),
    };
  }

  #keep(taken: Taken): void {
    this.#counts.set(taken.person, taken.number + 1);
    this.#taken.set(taken.handle, taken);
  }

  /** The holding with a version of its key. */
  async at({ person, number, handle }: Taken, version: number): Promise<Holding> {
    const derive = deriverOf(person.secret);
    const signer = await holderSigner(derive, this.#network, handle, version);
    return { person, number, handle, version, signer };
  }

  salt({ person, handle }: Taken, path: string): Promise<Uint8Array> {
    return saltOf(deriverOf(person.secret), this.#network, handle, path);
  }

  /** What an `identity.enrol` of the holding says, and what its commitments hide. */
  async enrolment(
    { person, handle, signer }: Holding,
    validUntil: number,
  ): Promise<{ readonly body: Payload["body"]; readonly openings: readonly PersonOpening[] }> {
    const { name, number, birthDate, secret } = person;
    const derive: Derive = deriverOf(secret);
    const { draft, openings } = await enrolment(derive, {
      network: this.#network,
      handle,
      person: { name, number, birthDate },
      assurance: "substantial",
      organisation: REGISTRY,
      registrar: signer.thumbprint,
      validUntil,
    });
    return { body: decodeDraft(draft).payload.body, openings };
  }
}
