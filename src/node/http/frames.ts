import type { FastifyBaseLogger } from "fastify";
import { apiError } from "../../api/errors.js";
import { toHex } from "../../base/text.js";
import type { Reader } from "../../ledger/module.js";
import { agency, network as networkRecord, THIS_NETWORK } from "../../modules/governance/schema.js";
import { organisation } from "../../modules/identity/schema.js";
import type { AgencyView, FrameView, PageView } from "../../portal/view.js";
import type { LedgerNode } from "../ledger-node.js";
import type { Publication } from "../published-log.js";
import { type CheckedNote, checkNote } from "./check-note.js";

const TIME_ZONE = "UTC";

/** Of one publication; its signatures are verified once, and its names looked up once. */
type Checked = {
  readonly of: Publication;
  readonly quorum: number;
  readonly agencies: readonly AgencyView[];
};

/** What stands around every page of this node: whose ledger it is, and in what state. */
export class Frames {
  readonly #node: LedgerNode;
  readonly #log: FastifyBaseLogger;
  #checked: Checked | null = null;

  constructor(node: LedgerNode, log: FastifyBaseLogger) {
    this.#node = node;
    this.#log = log;
  }

  frame(): FrameView {
    const { network, demo } = this.#node.opened.config;
    const members = membersOf(this.#node.reader);
    const here = new Set(this.#node.agencies.map(({ agency }) => agency));
    return {
      language: "en",
      timeZone: TIME_ZONE,
      network: { name: network, title: titleOf(network) },
      demo,
      keysOnOneMachine: members.length > 0 && members.every((name) => here.has(name)),
    };
  }

  /**
   * @param behind facts by which the lists that the page is made from lag behind; null: it has none
   * @throws INTERNAL, or why nothing is published
   */
  page(nowMs: number, behind: number | null = null): PageView {
    const { size, root, height, time } = this.publication;
    const { agencies } = this.signatures();
    const signedBy = agencies.flatMap(({ title, signedAtMs }) =>
      signedAtMs === null ? [] : [title],
    );
    const checkpoint = { size, rootHex: toHex(root), height, timeMs: time };
    const source = { checkpoint, signedBy, of: agencies.length, nowMs, behind };
    return { ...this.frame(), source };
  }

  /** @throws INTERNAL, or why nothing is published */
  get publication(): Publication {
    const { publication } = this.#node.opened.published;
    if (publication === null) throw this.#node.trouble ?? apiError("INTERNAL");
    return publication;
  }

  /** Who has signed the published checkpoint, and how many must. @throws as `publication` */
  signatures(): Checked {
    const { publication } = this;
    if (this.#checked?.of !== publication) {
      const note = checkNote(publication.note, this.#node.trust());
      if (note.fault !== null)
        this.#log.error(note.fault, "the published checkpoint does not hold");
      this.#checked = { of: publication, quorum: note.quorum, agencies: this.#agencies(note) };
    }
    return this.#checked;
  }

  #agencies({ signed }: CheckedNote): AgencyView[] {
    const { reader } = this.#node;
    return membersOf(reader).map((name) => {
      const seconds = signed.get(name);
      const title = agencyTitle(reader, name);
      return { name, title, signedAtMs: seconds === undefined ? null : seconds * 1000 };
    });
  }
}

/** What an agency, also a former one, is called by people. */
export function agencyTitle(reader: Reader, name: string): string {
  const office = reader.read(agency, name)?.value.organisation ?? name;
  return reader.read(organisation, office)?.value.name ?? name;
}

/** Every agency that must sign, in the order of joining. */
const membersOf = (reader: Reader): readonly string[] =>
  reader.read(networkRecord, THIS_NETWORK)?.value.agencies ?? [];

/** "nova-arvenia" is "Public ledger of Nova Arvenia". */
function titleOf(network: string): string {
  const words = network.split("-").filter(Boolean);
  const name = words.map((word) => word.replace(/^./, (first) => first.toUpperCase())).join(" ");
  return `Public ledger of ${name}`;
}
