import type { TrustFile } from "../../crypto/trust.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { isTombstone } from "../../ledger/fact.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import type { StateReader } from "../../ledger/state.js";
import { trustText } from "../trust-text.js";

/** Whether whose signatures count can be other after this block than before. */
export function changesTrust({ facts }: Pick<ReplayedBlock, "facts">): boolean {
  return facts.some((fact) => !isTombstone(fact) && fact.key.startsWith("governance/"));
}

/** Whose signatures counted at each size of the log, by the log itself. */
export class TrustTerms {
  readonly #network: { readonly name: string; readonly id: Uint8Array };
  readonly #rootAt: (size: number) => Uint8Array;
  readonly #terms: { readonly from: number; readonly trust: TrustFile }[] = [];

  constructor(
    network: { readonly name: string; readonly id: Uint8Array },
    rootAt: (size: number) => Uint8Array,
  ) {
    this.#network = network;
    this.#rootAt = rootAt;
  }

  /** To be told of every block, with the state after it. @throws TRUST_* */
  take(block: ReplayedBlock, state: StateReader): void {
    if (!changesTrust(block)) return;
    const text = trustText(state, this.#network, this.#rootAt);
    this.#terms.push({ from: block.size, trust: parseTrustFile(text) });
  }

  /** The terms that stood when the log had this size: later ones ask more of a closing checkpoint. */
  at(size: number): TrustFile | null {
    return this.#terms.findLast(({ from }) => from <= size)?.trust ?? null;
  }
}
