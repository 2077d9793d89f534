import { equalBytes } from "../base/bytes.js";
import { type CounterfoilError, isCoded } from "../base/errors.js";
import { limits } from "../base/limits.js";
import type { Cbor } from "../codec/cbor-value.js";
import { Frontier } from "../crypto/frontier.js";
import { EMPTY_ROOT } from "../crypto/hash.js";
import { Activity } from "./activity.js";
import { replayError } from "./errors.js";
import { isTickEvidence } from "./evidence.js";
import { decodeFact, type Fact, factHash, isTombstone, type Tombstone } from "./fact.js";
import { readSeal, readTick, readTransaction, type Seal } from "./records.js";
import { Struck } from "./struck.js";
import type { Transaction } from "./transaction.js";

/** A sealed block as it was read: what it takes to execute it again, and what that must give. */
export type ReplayedBlock = {
  readonly seal: Seal;
  readonly evidence: Cbor;
  readonly transactions: readonly Transaction[];
  readonly facts: readonly (Fact | Tombstone)[];
  readonly leaves: readonly Uint8Array[];
  readonly size: number;
  readonly root: Uint8Array;
};

export type ReplayPorts = {
  /** The network id; null takes the log's own. */
  readonly network: Uint8Array | null;
  /** Of a complete envelope whose signatures are valid by the exact rule. */
  readonly transaction: (bytes: Uint8Array, network: Uint8Array) => Transaction;
  /** Index of the newest fact of a key in the blocks before this one. */
  readonly newest: (key: string) => number | undefined;
};

/** Whose facts are being read: that many are still to come; null in block 0, where genesis does not say. */
type Cause = { readonly index: number; remaining: number | null };

/**
 * Reads a log fact by fact and stops at the first that cannot stand where it does: all rules that
 * need no module. Whether the facts are what execution gives is for `re-execute.ts`.
 */
export class Replay {
  readonly #ports: ReplayPorts;
  readonly #frontier = new Frontier();
  readonly #activity = new Activity();
  #network: Uint8Array | null;
  #previous: { readonly seal: Seal; readonly index: number } | null = null;
  #previousRoot: Uint8Array = EMPTY_ROOT;
  #block: OpenBlock = new OpenBlock();
  #cause: Cause | null = null;
  readonly #struck = new Struck();

  constructor(ports: ReplayPorts) {
    this.#ports = ports;
    this.#network = ports.network;
  }

  get size(): number {
    return this.#frontier.size;
  }

  /** Takes the next leaf; gives the block that it seals, or null. @throws CBOR_*, FACT_*, REPLAY_* */
  push(leaf: Uint8Array): ReplayedBlock | null {
    const index = this.#frontier.size;
    const fact = decodeFact(index, leaf);
    this.#block.add(fact, leaf);
    if (this.#block.bytes > limits.blockBytes) throw replayError("REPLAY_BLOCK_SIZE", { index });
    if (isTombstone(fact)) this.#tombstone(fact);
    else if (fact.kind === "seal") return this.#seal(fact, leaf);
    else this.#fact(fact, leaf);
    this.#append(fact, leaf);
    return null;
  }

  /** @throws REPLAY_UNSEALED, REPLAY_STRUCK */
  finish(): void {
    this.#struck.finish();
    if (this.#block.leaves.length > 0) throw replayError("REPLAY_UNSEALED", { index: this.size });
  }

  #append(fact: Fact | Tombstone, leaf: Uint8Array): void {
    this.#frontier.append(factHash(leaf, fact));
    this.#activity.append(isTombstone(fact) ? null : fact.supersedes);
    if (!isTombstone(fact)) this.#block.newest.set(fact.key, fact.index);
  }

  #fact(fact: Fact, leaf: Uint8Array): void {
    const { index, kind, supersedes, key } = fact;
    switch (kind) {
      case "genesis":
        return this.#genesis(fact, leaf);
      case "tick":
        return this.#tick(fact);
      case "tx":
        return this.#transaction(fact);
      default:
        this.#effect(index, fact.cause);
        if (supersedes !== (this.#newest(key) ?? null)) {
          throw replayError("REPLAY_SUPERSEDES", { index, key, supersedes });
        }
        this.#struck.see(fact);
    }
  }

  #genesis(fact: Fact, leaf: Uint8Array): void {
    const id = factHash(leaf, fact);
    this.#network ??= id;
    if (!equalBytes(id, this.#network)) throw replayError("REPLAY_NETWORK", { index: 0 });
    this.#cause = { index: 0, remaining: null };
  }

  #tick({ index, key, value }: Fact): void {
    const tick = readTick(value);
    const height = this.#height();
    if (this.#block.leaves.length !== 1 || this.#previous === null || tick === null) {
      throw replayError("REPLAY_TICK", { index });
    }
    if (!isTickEvidence(tick.evidence)) throw replayError("REPLAY_TICK", { index, key });
    if (key !== `tick/${height}` || tick.time < this.#previous.seal.time) {
      throw replayError("REPLAY_TICK", { index, key, time: tick.time });
    }
    this.#block.tick = tick;
    this.#cause = { index, remaining: tick.writes };
  }

  #transaction({ index, key, value }: Fact): void {
    this.#closeCause(index);
    const record = readTransaction(value);
    if (record === null || this.#previous === null || this.#network === null) {
      throw replayError("REPLAY_ORDER", { index, key });
    }
    const transaction = this.#verified(index, record.envelope, this.#network);
    if (key !== transaction.key || this.#newest(key) !== undefined) {
      throw replayError("REPLAY_ID", { index, key });
    }
    this.#block.transactions.push(transaction);
    this.#cause = { index, remaining: record.writes };
  }

  #verified(index: number, bytes: Uint8Array, network: Uint8Array): Transaction {
    try {
      return this.#ports.transaction(bytes, network);
    } catch (cause) {
      if (!isCoded(cause)) throw cause;
      throw replayError("REPLAY_ENVELOPE", { index, code: cause.code }, cause);
    }
  }

  /** A module's fact: the next of its cause's. */
  #effect(index: number, cause: number): void {
    const current = this.#cause;
    if (current === null) throw replayError("REPLAY_ORDER", { index });
    if (current.remaining === 0) throw replayError("REPLAY_WRITES", { index });
    if (cause !== index - current.index) throw replayError("REPLAY_CAUSE", { index, cause });
    if (current.remaining !== null) current.remaining--;
  }

  /** A fact that must not stand within another's effects. */
  #closeCause(index: number): void {
    if (this.#cause !== null && (this.#cause.remaining ?? 0) > 0) {
      throw replayError("REPLAY_WRITES", { index, missing: this.#cause.remaining });
    }
    this.#cause = null;
  }

  /**
   * A struck entry stands for an effect where one is due, else for a transaction whose effects, told
   * by their causes, follow it. What it superseded is not known: docs/adr/0006 says what may be struck.
   */
  #tombstone(tombstone: Tombstone): void {
    const { index } = tombstone;
    this.#struck.add(tombstone);
    const current = this.#cause;
    if (current !== null && current.remaining !== 0) {
      return this.#effect(index, index - current.index);
    }
    if (this.#previous === null) throw replayError("REPLAY_STRUCK", { index });
    this.#block.struckTransactions++;
    this.#cause = { index, remaining: null };
  }

  #seal(fact: Fact, leaf: Uint8Array): ReplayedBlock {
    const { index, value, supersedes } = fact;
    this.#closeCause(index);
    const seal = readSeal(value);
    if (seal === null || this.#network === null) throw replayError("REPLAY_ORDER", { index });
    this.#checkCounts(index, seal);
    if (supersedes !== (this.#previous?.index ?? null)) {
      throw replayError("REPLAY_SUPERSEDES", { index, key: "seal", supersedes });
    }
    if (!equalBytes(seal.previousRoot, this.#previousRoot)) {
      throw replayError("REPLAY_PREVIOUS_ROOT", { index });
    }
    this.#append(fact, leaf);
    if (!equalBytes(seal.activityRoot, this.#activity.root())) {
      throw replayError("REPLAY_ACTIVITY_ROOT", { index });
    }
    return this.#close(seal, index);
  }

  #checkCounts(index: number, seal: Seal): void {
    const { transactions, struckTransactions, leaves, tick } = this.#block;
    const counted = transactions.length + struckTransactions;
    if (
      seal.height !== this.#height() ||
      seal.transactions !== counted ||
      seal.facts !== leaves.length
    ) {
      throw replayError("REPLAY_SEAL", { index, height: seal.height });
    }
    if (
      seal.time < (this.#previous?.seal.time ?? 0) ||
      (tick !== null && tick.time !== seal.time)
    ) {
      throw replayError("REPLAY_TIME", { index, time: seal.time });
    }
  }

  #close(seal: Seal, index: number): ReplayedBlock {
    const { facts, leaves, transactions, tick } = this.#block;
    this.#previous = { seal, index };
    this.#previousRoot = this.#frontier.root();
    this.#block = new OpenBlock();
    this.#cause = null;
    return {
      seal,
      evidence: tick?.evidence ?? null,
      transactions,
      facts,
      leaves,
      size: this.size,
      root: this.#previousRoot,
    };
  }

  #height(): number {
    return this.#previous === null ? 0 : this.#previous.seal.height + 1;
  }

  #newest(key: string): number | undefined {
    return this.#block.newest.get(key) ?? this.#ports.newest(key);
  }
}

class OpenBlock {
  readonly facts: (Fact | Tombstone)[] = [];
  readonly leaves: Uint8Array[] = [];
  readonly transactions: Transaction[] = [];
  readonly newest = new Map<string, number>();
  struckTransactions = 0;
  tick: { readonly time: number; readonly evidence: Cbor } | null = null;
  bytes = 0;

  add(fact: Fact | Tombstone, leaf: Uint8Array): void {
    this.facts.push(fact);
    this.leaves.push(leaf);
    this.bytes += leaf.length;
  }
}

/** The index at which a replay's error stands, by its facts. */
export function badIndex(error: CounterfoilError, size: number): number {
  const { index } = error.facts;
  return typeof index === "number" ? index : size;
}
