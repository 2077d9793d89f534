import { limits } from "../../base/limits.js";
import { utf8Decode } from "../../base/text.js";
import { readBody } from "../copy/read-body.js";

/** Where another agency's node is reached. */
export type Peer = { readonly agency: string; readonly node: string };

export type PeersOptions = {
  /** After a failure, and while signatures are still missing, ms. */
  readonly againMs: number;
  /** Of one exchange, ms. */
  readonly patienceMs: number;
};

type Ports = {
  /** The newest note that this agency has signed; null where it does not sign. */
  readonly own: () => string | null;
  /** What is gathered of a checkpoint that closes an epoch and lacks signatures; null where none does. */
  readonly closing: () => string | null;
  /** Whether anything is still missing. */
  readonly wants: () => boolean;
  /** What a peer has signed. */
  readonly onNote: (note: string, peer: Peer) => void;
  readonly onTrouble: (error: unknown, peer: Peer) => void;
};

/**
 * Agencies show each other what they have signed: each post brings ours and takes theirs, one at a
 * time for each peer, always the newest, so that one who was away needs no more than the next. Who does
 * not sign takes the checkpoint that they show. One that closes an epoch is shown beside the newest until
 * it has a quorum of its own.
 */
export class Peers {
  readonly #lines: readonly Line[];

  constructor(peers: readonly Peer[], options: PeersOptions, ports: Ports) {
    this.#lines = peers.map((peer) => new Line(peer, options, ports));
  }

  /** There is something new to show. */
  tell(): void {
    for (const line of this.#lines) line.tell();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.stop()));
  }
}

class Line {
  readonly #peer: Peer;
  readonly #options: PeersOptions;
  readonly #ports: Ports;
  #talking: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;

  constructor(peer: Peer, options: PeersOptions, ports: Ports) {
    this.#peer = peer;
    this.#options = options;
    this.#ports = ports;
  }

  tell(): void {
    if (this.#stopped || this.#talking !== null) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const note = this.#ports.own();
    this.#talking = this.#show(note).then((took) => {
      this.#talking = null;
      if (this.#stopped) return;
      if (took && this.#ports.own() !== note) this.tell();
      else if (!took || this.#ports.wants()) this.#later();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#talking;
  }

  #later(): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.tell();
    }, this.#options.againMs);
    this.#timer.unref();
  }

  /** Whether the peer took it. */
  async #show(note: string | null): Promise<boolean> {
    const closing = this.#ports.closing();
    if (closing !== null) await this.#exchange(closing);
    return this.#exchange(note);
  }

  async #exchange(note: string | null): Promise<boolean> {
    const path = note === null ? "/log/checkpoint" : "/log/cosignatures";
    const headers = { "content-type": "text/plain; charset=utf-8" };
    try {
      const response = await fetch(new URL(path, this.#peer.node), {
        ...(note !== null && { method: "POST", headers, body: note }),
        signal: AbortSignal.timeout(this.#options.patienceMs),
      });
      const theirs = utf8Decode(await readBody(response, path, limits.noteBytes));
      if (!response.ok) return false;
      if (theirs !== "") this.#ports.onNote(theirs, this.#peer);
      return true;
    } catch (error) {
      this.#ports.onTrouble(error, this.#peer);
      return false;
    }
  }
}
