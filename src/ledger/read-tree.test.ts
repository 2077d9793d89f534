import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes } from "../base/bytes.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { Frontier } from "../crypto/frontier.js";
import { leafHash, sha256 } from "../crypto/hash.js";
import {
  checkRead,
  READS_IN_ROOT,
  type ReadEntry,
  ReadTree,
  readCommitment,
  readOpening,
} from "./read-tree.js";

const entry: ReadEntry = {
  ...{ handle: "a".repeat(32), time: 1, by: "clerk", capacity: "registrar" },
  ...{ organisation: "registry", purpose: "registration" },
};
const salt = new Uint8Array(32).fill(4);
const padding = (count: number) => Array.from({ length: count }, (_, i) => sha256(encodeCbor(i)));
const tree = new ReadTree([...padding(READS_IN_ROOT - 1), readCommitment(salt, entry)]);

describe("a root of reads", () => {
  it("is RFC 9162's over the sorted commitments", () => {
    const frontier = new Frontier();
    const commitments = padding(READS_IN_ROOT);
    for (const commitment of commitments.toSorted(compareBytes)) {
      frontier.append(leafHash(commitment));
    }
    expect(new ReadTree(commitments).root).toEqual(frontier.root());
  });

  it("shows an opened read and no other", () => {
    const place = tree.placeOf(readCommitment(salt, entry));
    checkRead(readOpening(salt, entry), place, tree.root);
    expect(place.path).toHaveLength(10);
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(entry) as (keyof ReadEntry)[])),
        fc.string(),
        (member, other) => {
          fc.pre(entry[member] !== other);
          const changed = readOpening(salt, { ...entry, [member]: other });
          expect(() => checkRead(changed, place, tree.root)).toThrowError(
            expect.objectContaining({ code: "TREE_INCLUSION" }),
          );
        },
      ),
    );
  });

  it("stands over 1,024, and knows only these", () => {
    expect(() => new ReadTree(padding(1023))).toThrowError(
      expect.objectContaining({ code: "READ_TREE_SIZE" }),
    );
    expect(() => tree.placeOf(salt)).toThrowError(
      expect.objectContaining({ code: "READ_TREE_ABSENT" }),
    );
  });
});
