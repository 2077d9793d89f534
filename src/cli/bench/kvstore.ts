import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { toBase64, utf8Encode } from "../../base/text.js";
import { ed25519KeyPair } from "../../crypto/ed25519.js";
import { nodeIdOf, writeCometHome, writeCometKeys } from "../../node/consortium/comet-home.js";
import type { Member } from "../consortium/layout.js";
import { cometHeight } from "../consortium/standing.js";
import { drawn } from "./load.js";

/** CometBFT's own limit of calls in one body. */
const CALLS = 10;
const LOOK_MS = 20;

/** Bare CometBFT: as many validators with its `kvstore`, which checks no signature and keeps nothing durable. */
export class KvStore {
  readonly #members: readonly Member[];
  readonly #children: readonly ChildProcess[];
  #counted = { height: 0, transactions: 0 };
  #made = 0;

  private constructor(members: readonly Member[], children: readonly ChildProcess[]) {
    this.#members = members;
    this.#children = children;
  }

  static async start(dir: string, members: readonly Member[], comet: string): Promise<KvStore> {
    const seeds = members.map(({ name }) => ({
      validator: drawn(`kvstore/validator/${name}`),
      node: drawn(`kvstore/node/${name}`),
    }));
    const time = Date.now();
    const children = members.map((member, i) => {
      const own = seeds[i] ?? { validator: new Uint8Array(32), node: new Uint8Array(32) };
      const home = join(dir, member.name);
      writeCometKeys(home, own);
      writeCometHome(home, {
        moniker: member.name,
        chainId: "kvstore",
        time,
        validators: members.map(({ name }, at) => ({
          name,
          key: ed25519KeyPair(seeds[at]?.validator ?? own.validator).publicKey,
          power: 1,
        })),
        // Its own default.
        blockBytes: 22_020_096,
        appHash: new Uint8Array(0),
        mempool: { transactions: 5000, bytes: 1024 * 1024 * 1024 },
        p2p: `127.0.0.1:${member.p2p}`,
        rpc: `127.0.0.1:${member.rpc}`,
        abci: "unused",
        stateSync: null,
        peers: members.flatMap(({ name, p2p }, at) => {
          const seed = seeds[at]?.node;
          if (name === member.name || seed === undefined) return [];
          return [{ id: nodeIdOf(seed), address: `127.0.0.1:${p2p}` }];
        }),
      });
      return spawn(comet, ["start", "--home", home, "--proxy_app", "kvstore"], { stdio: "ignore" });
    });
    const store = new KvStore(members, children);
    const [first] = members;
    while (first !== undefined && (await cometHeight(first)) < 2) await setTimeout(LOOK_MS);
    return store;
  }

  get pids(): readonly number[] {
    return this.#children.map(({ pid }) => pid ?? 0);
  }

  /** Resolves once so many transactions of this size are in blocks, given to all validators in turn. */
  async take(count: number, bytes: number): Promise<void> {
    const all = Array.from({ length: count }, () => this.#transaction(bytes));
    await this.#count();
    const until = this.#counted.transactions + count;
    await Promise.all(
      this.#members.map(async ({ rpc }, at) => {
        const own = all.filter((_, i) => i % this.#members.length === at);
        for (let i = 0; i < own.length; i += CALLS) await broadcast(rpc, own.slice(i, i + CALLS));
      }),
    );
    while (this.#counted.transactions < until) {
      await setTimeout(LOOK_MS);
      await this.#count();
    }
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        const closed = once(child, "close");
        child.kill("SIGTERM");
        await closed;
      }),
    );
  }

  /** `key=value`, no two alike. */
  #transaction(bytes: number): Uint8Array {
    return utf8Encode(`${this.#made++}=`.padEnd(bytes, "v"));
  }

  /** Transactions in the blocks that came since the last look. */
  async #count(): Promise<void> {
    const [first] = this.#members;
    if (first === undefined) return;
    const { rpc } = first;
    const last = await cometHeight(first);
    while (this.#counted.height < last) {
      const from = this.#counted.height + 1;
      // At most twenty blocks an answer.
      const to = Math.min(from + 19, last);
      const response = await fetch(
        `http://127.0.0.1:${rpc}/blockchain?minHeight=${from}&maxHeight=${to}`,
      );
      const { result } = (await response.json()) as {
        result: { block_metas: { num_txs: string }[] };
      };
      const sum = result.block_metas.reduce((total, { num_txs }) => total + Number(num_txs), 0);
      this.#counted = { height: to, transactions: this.#counted.transactions + sum };
    }
  }
}

async function broadcast(rpc: number, transactions: readonly Uint8Array[]): Promise<void> {
  const calls = transactions.map((tx, id) => ({
    jsonrpc: "2.0",
    id,
    method: "broadcast_tx_sync",
    params: { tx: toBase64(tx) },
  }));
  const response = await fetch(`http://127.0.0.1:${rpc}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(calls),
  });
  const answers = (await response.json()) as { error?: unknown }[];
  const full = transactions.filter((_, i) => answers[i]?.error !== undefined);
  if (full.length === 0) return;
  // Its mempool is full until the next block.
  await setTimeout(LOOK_MS);
  await broadcast(rpc, full);
}
