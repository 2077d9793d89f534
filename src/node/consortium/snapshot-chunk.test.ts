import { expect, it } from "vitest";
import { encodeCbor } from "../../codec/cbor-encode.js";
import { decodeHead, decodeLeaves, encodeLeaves } from "./snapshot-chunk.js";

it("takes no more leaves in a chunk than 4 MiB may have, whatever a stranger sends", () => {
  const empty = new Uint8Array(0);
  const leavesOf = (count: number) =>
    encodeLeaves({ first: 0, leaves: Array<Uint8Array>(count).fill(empty), consistency: [] });
  expect(decodeLeaves(leavesOf(262_144))?.leaves).toHaveLength(262_144);
  expect(decodeLeaves(leavesOf(300_000))).toBeNull();
  expect(decodeHead(encodeCbor(["", [empty]]))).toBeNull();
});
