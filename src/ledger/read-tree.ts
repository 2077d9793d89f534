import { compareBytes, equalBytes } from "../base/bytes.js";
import { errorFamily } from "../base/errors.js";
import type { Cbor } from "../codec/cbor-value.js";
import { leafHash, nodeHash } from "../crypto/hash.js";
import { checkInclusion } from "../crypto/tree.js";
import { commit } from "./commitment.js";
import type { Opening } from "./receipt.js";

export const readTreeError = errorFamily({
  READ_TREE_SIZE: "A root of reads stands over exactly 1,024 commitments.",
  READ_TREE_ABSENT: "The commitment is not among those of this root.",
});

/** Reads under one root, real ones and padding alike, so that a root does not tell how many there were. */
export const READS_IN_ROOT = 1024;
/** Where a read stands among what may be opened. */
export const READ_PATH = "/read";

/** One read of a person's data, as the person may see it. */
export type ReadEntry = {
  /** The person's handle that was read. */
  readonly handle: string;
  /** ms since 1970. */
  readonly time: number;
  /** Handle of whoever read. */
  readonly by: string;
  /** In which capacity: a role, or "signer" of a transaction with the person. */
  readonly capacity: string;
  /** For whom; null for a person. */
  readonly organisation: string | null;
  readonly purpose: string;
};

/** What stands under a root for one read: nobody without the salt can tell it from padding. */
export function readCommitment(salt: Uint8Array, entry: ReadEntry): Uint8Array {
  return commit(salt, READ_PATH, { ...entry });
}

export type ReadPlace = { readonly index: number; readonly path: readonly Uint8Array[] };

/**
 * The tree of RFC 9162 §2.1.1 over 1,024 commitments. Sorted, so that a read's place says nothing of
 * when it happened among the others, or of how many others there are.
 */
export class ReadTree {
  readonly #commitments: readonly Uint8Array[];
  /** From the leaves up to the root. */
  readonly #levels: readonly (readonly Uint8Array[])[];

  /** @throws READ_TREE_SIZE */
  constructor(commitments: readonly Uint8Array[]) {
    if (commitments.length !== READS_IN_ROOT) {
      throw readTreeError("READ_TREE_SIZE", { commitments: commitments.length });
    }
    this.#commitments = commitments.toSorted(compareBytes);
    const levels: Uint8Array[][] = [this.#commitments.map(leafHash)];
    for (let level = levels[0]; level !== undefined && level.length > 1; level = levels.at(-1)) {
      levels.push(pairsOf(level));
    }
    this.#levels = levels;
  }

  get root(): Uint8Array {
    return this.#levels.at(-1)?.[0] as Uint8Array;
  }

  /** @throws READ_TREE_ABSENT */
  placeOf(commitment: Uint8Array): ReadPlace {
    const index = this.#commitments.findIndex((one) => equalBytes(one, commitment));
    if (index < 0) throw readTreeError("READ_TREE_ABSENT");
    const path = this.#levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
    return { index, path };
  }
}

function pairsOf(level: readonly Uint8Array[]): Uint8Array[] {
  return level.flatMap((right, i) => {
    const left = level[i - 1];
    return left !== undefined && (i & 1) === 1 ? [nodeHash(left, right)] : [];
  });
}

/**
 * The opened read stands under the root that the ledger has at `identity/reads/…`: whoever published
 * it can no longer deny the read.
 * @throws TREE_INCLUSION, TREE_*
 */
export function checkRead(opening: Opening, place: ReadPlace, root: Uint8Array): void {
  const commitment = commit(opening.salt, opening.path, opening.value);
  checkInclusion(leafHash(commitment), place.index, READS_IN_ROOT, place.path, root);
}

export const readOpening = (salt: Uint8Array, entry: ReadEntry): Opening => ({
  salt,
  path: READ_PATH,
  value: { ...entry } satisfies Cbor,
});
