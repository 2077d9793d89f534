import { expect, it } from "vitest";
import { encodeCbor } from "../../src/codec/cbor-encode.js";
import { leafHash } from "../../src/crypto/hash.js";
import { audit } from "../audit.js";
import { Consortium } from "../consortium.js";

/** An entry of the log by its key, as it is named to be struck. */
function named(consortium: Consortium, key: string) {
  const block = consortium.blocks.find(({ facts }) => facts.some((fact) => fact.key === key));
  const place = block?.facts.findIndex((fact) => fact.key === key) ?? 0;
  const leaf = block?.leaves[place];
  if (block === undefined || leaf === undefined) expect.unreachable();
  return { kind: "strike", index: block.first + place, leafHash: leafHash(leaf) };
}

/** The log with a tombstone in the place of an entry. */
function struck(consortium: Consortium, entry: { index: number; leafHash: Uint8Array }) {
  const { index } = named(consortium, `governance/strike/${entry.index}`);
  const leaves = consortium.blocks.flatMap((block) => block.leaves);
  return leaves.with(entry.index, encodeCbor([0, entry.leafHash, index]));
}

it("lets a transaction be struck, and the log is whole without its bytes", () => {
  const consortium = new Consortium();
  const { transaction, id } = consortium.proposal({ kind: "raise-threshold", threshold: 4 });
  consortium.block(transaction);
  const action = named(consortium, transaction.key);
  expect(consortium.decide(action)).toBe("ok");
  // What the struck transaction proposed is still there to be voted on.
  consortium.block(consortium.ballot(id, "court"));
  expect(consortium.broken()).toEqual([]);
  audit(consortium.id, struck(consortium, action));
  const other = { ...action, leafHash: new Uint8Array(32) };
  expect(() => audit(consortium.id, struck(consortium, other))).toThrowError(
    expect.objectContaining({ code: "REPLAY_PREVIOUS_ROOT" }),
  );
});

it("refuses the genesis fact, what is not there yet, and what is decided", () => {
  const consortium = new Consortium();
  const refused = (action: object) => {
    const { transaction } = consortium.proposal({ ...action });
    return consortium.block(transaction)[0];
  };
  const action = named(consortium, "identity/organisation/court");
  expect(refused({ ...action, index: 0 })).toBe("GOVERNANCE_STRIKE");
  expect(refused({ ...action, index: consortium.ledger.size })).toBe("GOVERNANCE_STRIKE");
  expect(consortium.decide(action)).toBe("ok");
  expect(refused(action)).toBe("GOVERNANCE_NO_CHANGE");
});
