import type { FastifyBaseLogger } from "fastify";
import { toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { decodeFact, type Fact, isTombstone } from "../../ledger/fact.js";
import type { Reader } from "../../ledger/module.js";
import { proveError } from "../../ledger/prove.js";
import { agency, network as networkRecord, THIS_NETWORK } from "../../modules/governance/schema.js";
import { organisation } from "../../modules/identity/schema.js";
import { title } from "../../modules/land/schema.js";
import type { AgencyView, BlockView, FrameView, HomeView, RecordView } from "../../portal/view.js";
import type { LedgerNode } from "../ledger-node.js";
import type { Publication, PublishedLog } from "../published-log.js";
import type { Blocks } from "./blocks.js";
import { type CheckedNote, checkNote } from "./check-note.js";
import { type ReadTransaction, sentenceOf } from "./transaction-view.js";

/** Blocks that the page shows, and among which it looks for the latest record. */
const SHOWN_BLOCKS = 5;
const SEARCHED_BLOCKS = 50;
const TIME_ZONE = "UTC";

/** What every page of this node needs. */
export function frameOf(node: LedgerNode): FrameView {
  const { network, demo } = node.opened.config;
  const members = agenciesOf(node.reader);
  const here = new Set(node.agencies.map(({ agency }) => agency));
  return {
    language: "en",
    timeZone: TIME_ZONE,
    network: { name: network, title: titleOf(network) },
    demo,
    keysOnOneMachine: members.length > 0 && members.every((name) => here.has(name)),
  };
}

/** Every agency that must sign, in the order of joining. */
const agenciesOf = (reader: Reader): readonly string[] =>
  reader.read(networkRecord, THIS_NETWORK)?.value.agencies ?? [];

/** "nova-arvenia" is "Public ledger of Nova Arvenia". */
function titleOf(network: string): string {
  const words = network.split("-").filter(Boolean);
  const name = words.map((word) => word.replace(/^./, (first) => first.toUpperCase())).join(" ");
  return `Public ledger of ${name}`;
}

/** Makes the first page's view from the published log. */
export class HomeViews {
  readonly #node: LedgerNode;
  readonly #blocks: Blocks;
  readonly #log: FastifyBaseLogger;
  #checked: { readonly of: Publication; readonly note: CheckedNote } | null = null;

  constructor(node: LedgerNode, blocks: Blocks, log: FastifyBaseLogger) {
    this.#node = node;
    this.#blocks = blocks;
    this.#log = log;
  }

  /** @throws PROVE_UNKNOWN while nothing is published */
  view(address: string, nowMs: number): HomeView {
    const { publication } = this.#node.opened.published;
    if (publication === null) throw proveError("PROVE_UNKNOWN");
    const { size, root, height, time } = publication;
    const { quorum, signed } = this.#check(publication);
    const agencies = this.#agencies(signed);
    return {
      ...frameOf(this.#node),
      address,
      agencies,
      quorum,
      checkpoint: { size, rootHex: toHex(root), height, timeMs: time },
      blocks: this.#newestBlocks(height, agencies),
      latestRecord: this.#latestRecord(height),
      totals: { facts: size, seals: height + 1 },
      nowMs,
    };
  }

  /** Signatures are verified once for each checkpoint. */
  #check(publication: Publication): CheckedNote {
    if (this.#checked?.of !== publication) {
      const note = checkNote(publication.note, this.#node.trust());
      if (note.fault !== null)
        this.#log.error(note.fault, "the published checkpoint does not hold");
      this.#checked = { of: publication, note };
    }
    return this.#checked.note;
  }

  #agencies(signed: ReadonlyMap<string, number>): AgencyView[] {
    const { reader } = this.#node;
    return agenciesOf(reader).map((name) => {
      const office = reader.read(agency, name)?.value.organisation ?? name;
      const title = reader.read(organisation, office)?.value.name ?? name;
      const seconds = signed.get(name);
      return { name, title, signedAtMs: seconds === undefined ? null : seconds * 1000 };
    });
  }

  /** The newest checkpoint's signatures stand behind every block before it. */
  #newestBlocks(newest: number, agencies: readonly AgencyView[]): BlockView[] {
    const signedBy = agencies.filter(({ signedAtMs }) => signedAtMs !== null).length;
    const count = Math.min(SHOWN_BLOCKS, newest + 1);
    return Array.from({ length: count }, (_, back) => {
      const { height, index, time, facts, leafHash } = this.#blocks.summary(newest - back);
      const { done, refused } = this.#blocks.counts(height);
      return {
        height,
        timeMs: time,
        index,
        facts,
        transactions: Object.entries(done).map(([type, count]) => ({ type, count })),
        refused,
        signedBy,
        of: agencies.length,
        fingerprintHex: leafHash,
      };
    });
  }

  #latestRecord(newest: number): RecordView | null {
    const last = Math.max(0, newest - SEARCHED_BLOCKS);
    for (let height = newest; height > last; height--) {
      const transaction = this.#blocks.counts(height).newest;
      if (transaction === null) continue;
      const { ledger, published } = this.#node.opened;
      const fact = keepsake(published, transaction);
      if (fact === null) continue;
      const { index } = fact;
      const leaf = published.leaf(index);
      return {
        sentence: sentenceOf(ledger.modules, transaction.envelope),
        key: fact.key,
        index,
        fingerprintHex: toHex(leafHash(leaf)),
        timeMs: this.#blocks.seal(height).seal.time,
      };
    }
    return null;
  }
}

/** Of what a transaction wrote, what a person would keep: a title where there is one, else the first. */
function keepsake(log: PublishedLog, { index, record }: ReadTransaction): Fact | null {
  const written = log
    .leaves(index + 1, index + 1 + record.writes)
    .flatMap((leaf, i) => decodeFact(index + 1 + i, leaf))
    .filter((fact): fact is Fact => !isTombstone(fact));
  return written.find(({ key }) => key.startsWith(`${title.prefix}/`)) ?? written[0] ?? null;
}
