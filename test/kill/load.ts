import type { Submitted } from "#src/api/routes/transactions.js";
import { concatBytes } from "#src/base/bytes.js";
import { isCoded } from "#src/base/errors.js";
import { toHex } from "#src/base/text.js";
import { decodeEnvelope } from "#src/ledger/envelope.js";
import { createClient } from "#src/sdk/client.js";
import type { Draw } from "./draw.js";
import { killError } from "./errors.js";

export type Signed = { readonly id: string; readonly bytes: Uint8Array };
/** What was answered as sealed. */
export type Acknowledged = { readonly index: number; readonly code: string };

const BATCHES = [1, 2, 5, 20, 60];
/** Envelopes signed before a life begins, so that it is the node that has work. */
const AHEAD = 200;

/** Somebody who sends to a node that is killed again and again, with a key of its own. */
export class Sender {
  readonly #fresh: () => Promise<Uint8Array | null>;
  readonly #draw: Draw;
  readonly #ready: Signed[] = [];
  /** Sent, and the node was gone before it answered: sent again as they are. */
  readonly #doubtful: Signed[] = [];

  constructor(fresh: () => Promise<Uint8Array | null>, draw: Draw) {
    this.#fresh = fresh;
    this.#draw = draw;
  }

  async prepare(): Promise<void> {
    while (this.#ready.length < AHEAD) {
      const bytes = await this.#fresh();
      if (bytes === null) return;
      this.#ready.push({ id: toHex(decodeEnvelope(bytes).id), bytes });
    }
  }

  /** Sends until the node is gone; tells of each answer. @throws KILL_LOST */
  async load(address: string, heard: Map<string, Acknowledged>): Promise<void> {
    for (;;) {
      const batch = this.#take(BATCHES[this.#draw(BATCHES.length)] ?? 1);
      const answer = await submit(address, batch);
      if (answer === null) {
        this.#doubtful.push(...batch);
        return;
      }
      for (const { id: named, index, code } of answer) {
        // Null is the id of what is no envelope, and none of these is that.
        const id = named ?? "";
        const before = heard.get(id);
        const isSame = before === undefined || (before.index === index && before.code === code);
        if (!isSame || index === undefined || code === undefined) {
          throw killError("KILL_LOST", { id, index: index ?? -1, code: code ?? "" });
        }
        heard.set(id, { index, code });
      }
    }
  }

  #take(count: number): Signed[] {
    const again = this.#doubtful.splice(0, count);
    return [...again, ...this.#ready.splice(0, count - again.length)];
  }
}

/** Null once the node is gone, before or amid its answer. */
async function submit(
  address: string,
  batch: readonly Signed[],
): Promise<readonly Submitted[] | null> {
  if (batch.length === 0) return null;
  const bytes = concatBytes(...batch.map((signed) => signed.bytes));
  try {
    const sent = { type: "application/cbor-seq", bytes };
    const { status, body } = await createClient(address).submit({ wait: "sealed" }, sent);
    if (body.results !== undefined) return body.results;
    throw killError("KILL_LOST", { id: batch[0]?.id ?? "", index: -1, code: String(status) });
  } catch (error) {
    if (isCoded(error) && error.code === "REMOTE_UNREACHABLE") return null;
    throw error;
  }
}

/** Every checkpoint that is served until the node is gone. */
export async function watch(address: string, notes: Set<string>): Promise<void> {
  for (;;) {
    try {
      notes.add(await (await fetch(`${address}/log/checkpoint`)).text());
    } catch {
      return;
    }
  }
}
