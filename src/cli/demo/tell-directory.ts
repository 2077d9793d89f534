import type { Directory } from "../../node/directory/directory.js";
import type { LedgerNode } from "../../node/ledger-node.js";
import { deriverOf, enrolment } from "../../sdk/holder.js";
import { REGISTRY } from "./agencies.js";
import type { Cast, Taken } from "./cast.js";
import { registrarOf } from "./officials.js";
import { KNOWN, type Person } from "./people.js";

const VALID_MS = 60 * 60 * 1000;

/** Tells the directory who the people behind the handles are, as they once told it themselves. */
export class DirectoryTeller {
  readonly #directory: Directory;
  readonly #node: LedgerNode;
  readonly #cast: Cast;
  /** How many of the cast's handles it has been told of or knew. */
  #told = 0;

  constructor(directory: Directory, node: LedgerNode, cast: Cast) {
    this.#directory = directory;
    this.#node = node;
    this.#cast = cast;
  }

  /** Of those who can be tried at one click, so that their first look finds names. */
  async tellKnown(people: readonly Person[]): Promise<void> {
    const known = new Set(people.slice(0, KNOWN));
    for (const taken of this.#cast.taken) if (known.has(taken.person)) await this.#tell(taken);
  }

  /** Of one that it does not know yet. */
  async tellNext(): Promise<void> {
    for (const { taken } = this.#cast; this.#told < taken.length; ) {
      const next = taken[this.#told];
      this.#told += 1;
      if (next !== undefined && (await this.#tell(next))) return;
    }
  }

  async #tell({ person, handle }: Taken): Promise<boolean> {
    if (this.#directory.knows(handle)) return false;
    const { name, number, birthDate, secret } = person;
    const { draft, openings } = await enrolment(deriverOf(secret), {
      network: this.#node.opened.id,
      handle,
      person: { name, number, birthDate },
      assurance: "substantial",
      organisation: REGISTRY,
      registrar: registrarOf("north-gate").signer.thumbprint,
      validUntil: Date.now() + VALID_MS,
    });
    this.#directory.ask(draft, openings, "demonstration");
    return true;
  }
}
