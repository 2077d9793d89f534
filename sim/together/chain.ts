import { equalBytes } from "#src/base/bytes.js";
import { utf8Encode } from "#src/base/text.js";
import type { Cbor } from "#src/codec/cbor-value.js";
import { sha256 } from "#src/crypto/hash.js";
import type { Decided } from "#src/engines/cometbft/engine.js";
import { simError } from "../errors.js";

type Head = { readonly size: number; readonly root: Uint8Array };

/** What the agencies have decided, in the one order, and what each of them made of it. */
export class Chain {
  readonly #blocks: Decided[] = [];
  /** By height, as whoever executed it first said. */
  readonly #heads: Head[] = [];

  get height(): number {
    return this.#blocks.length;
  }

  at(height: number): Decided | null {
    return this.#blocks[height - 1] ?? null;
  }

  /** @param now ms since 1970 by the proposer's clock */
  decide(bundles: readonly Uint8Array[], now: number, evidence: Cbor): void {
    const height = this.height + 1;
    const time = Math.max(now, (this.at(this.height)?.time ?? 0) + 1);
    const hash = sha256(utf8Encode(`block ${height}`));
    this.#blocks.push({ height, hash, time, evidence, bundles });
  }

  /** Every agency that executes a height comes to the same size and root. @throws SIM_VIOLATION */
  executed(height: number, { size, root }: Head, agency: string): void {
    const first = this.#heads[height];
    this.#heads[height] ??= { size, root };
    if (first === undefined || (first.size === size && equalBytes(first.root, root))) return;
    const facts = { height, agency, size, others: first.size };
    throw simError("SIM_VIOLATION", { what: "another root for one height", ...facts });
  }
}
