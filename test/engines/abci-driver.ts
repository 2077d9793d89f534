import { connect, type Socket } from "node:net";
import { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import {
  ResponseProcessProposal_ProposalStatus as Judgement,
  Request,
  Response,
} from "cosmjs-types/tendermint/abci/types";
import { expect } from "vitest";
import { concatBytes } from "../../src/base/bytes.js";
import { toHex } from "../../src/base/text.js";
import { sha256 } from "../../src/crypto/hash.js";
import type { Broadcast } from "../../src/engines/cometbft/rpc.js";
import type { Snapshots } from "../../src/engines/port.js";

const MOST_BYTES = 1024 * 1024;
/** An empty block is decided so often, as CometBFT does where it is told to. */
const EMPTY_MS = 5;

/** Of an application whose blocks all begin at the first. */
export const noSnapshots: Snapshots = {
  list: () => [],
  chunk: async () => null,
  offer: () => false,
  apply: async () => false,
};

/**
 * CometBFT with one validator, as far as its application can tell: asks over the socket, in the order
 * of ABCI 2.0, what a block takes. Only time is given from outside.
 */
export class AbciDriver {
  readonly #consensus: Connection;
  readonly #mempool: Connection;
  readonly #now: () => number;
  readonly #bundles = new Map<string, Uint8Array>();
  readonly #timer: ReturnType<typeof setInterval>;
  #height: number;
  #deciding: Promise<void> | null = null;

  private constructor(
    [consensus, mempool]: readonly [Connection, Connection],
    height: number,
    now: () => number,
  ) {
    this.#consensus = consensus;
    this.#mempool = mempool;
    this.#height = height;
    this.#now = now;
    this.#timer = setInterval(() => this.#decide(), EMPTY_MS);
  }

  /** @param now ms since 1970, for the blocks' times */
  static async start(path: string, chainId: string, now: () => number): Promise<AbciDriver> {
    const connections = [new Connection(path), new Connection(path)] as const;
    const { info } = await connections[0].ask({ info: {} });
    const height = Number(info?.lastBlockHeight ?? 0);
    if (height === 0) await connections[0].ask({ initChain: { chainId } });
    return new AbciDriver(connections, height, now);
  }

  /** `broadcast_tx_sync` */
  readonly broadcast = async (tx: Uint8Array): Promise<Broadcast> => {
    const id = toHex(sha256(tx));
    if (this.#bundles.has(id)) return "known";
    const { checkTx } = await this.#mempool.ask({ checkTx: { tx, type: 0 } });
    if (checkTx?.code !== 0) return "refused";
    this.#bundles.set(id, tx);
    this.#decide();
    return "taken";
  };

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#deciding;
    this.#consensus.close();
    this.#mempool.close();
  }

  #decide(): void {
    this.#deciding ??= this.#block()
      // An application that has halted answers nothing more, and CometBFT ends.
      .catch(() => clearInterval(this.#timer))
      .finally(() => {
        this.#deciding = null;
      });
  }

  async #block(): Promise<void> {
    const ask = (request: Asked) => this.#consensus.ask(request);
    const waiting = [...this.#bundles.values()];
    const proposed = await ask({
      prepareProposal: { txs: waiting, maxTxBytes: BigInt(MOST_BYTES) },
    });
    const txs = proposed.prepareProposal?.txs ?? [];
    const { processProposal } = await ask({ processProposal: { txs } });
    expect(processProposal?.status).toBe(Judgement.ACCEPT);
    const height = this.#height + 1;
    const ms = this.#now();
    const time = { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 };
    const hash = sha256(Uint8Array.of(height >> 8, height & 0xff));
    await ask({ finalizeBlock: { height: BigInt(height), hash, time, txs } });
    await ask({ commit: {} });
    this.#height = height;
    for (const tx of txs) this.#bundles.delete(toHex(sha256(tx)));
  }
}

/** As far as an application looks at it. */
type Asked = { readonly [Name in keyof Request]?: Partial<Request[Name]> };

/** One of CometBFT's connections: a request and its response, each behind its length. */
class Connection {
  readonly #socket: Socket;
  readonly #waiting: {
    readonly resolve: (response: Response) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(path: string) {
    this.#socket = connect(path);
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("close", () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("the connection closed"));
    });
  }

  ask(request: Asked): Promise<Response> {
    const message = Request.encode(Request.fromPartial<Asked>(request)).finish();
    this.#socket.write(concatBytes(new BinaryWriter().uint32(message.length).finish(), message));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Uint8Array): void {
    this.#bytes = concatBytes(this.#bytes, chunk);
    for (let end = this.#end(); end !== null; end = this.#end()) {
      const reader = new BinaryReader(this.#bytes);
      reader.uint32();
      this.#waiting.shift()?.resolve(Response.decode(this.#bytes.subarray(reader.pos, end)));
      this.#bytes = this.#bytes.slice(end);
    }
  }

  /** Of the first message, where it is whole. */
  #end(): number | null {
    if (!this.#bytes.subarray(0, 5).some((byte) => byte < 0x80)) return null;
    const reader = new BinaryReader(this.#bytes);
    const end = reader.uint32() + reader.pos;
    return end <= this.#bytes.length ? end : null;
  }
}
