import { describe, expect, it } from "vitest";
import { signer } from "../../../test/network.js";
import { signByHand, torsion } from "../../../test/sign-by-hand.js";
import { concatBytes } from "../../base/bytes.js";
import { formatCheckpoint } from "../../crypto/checkpoint.js";
import { cosign, cosignatureMessage } from "../../crypto/cosignature.js";
import { verifyZip215Exact } from "../../crypto/ed25519.js";
import {
  formatNote,
  makeVkey,
  type NoteSignature,
  parseNote,
  signNoteLine,
} from "../../crypto/note.js";
import type { MemorySigner } from "../../crypto/signer.js";
import { CosignaturePool, verifyNote } from "./cosignature-pool.js";

const origin = "counterfoil/test/01020304";
const coded = (code: string) => expect.objectContaining({ code });
const raw = ({ publicKey }: MemorySigner) =>
  publicKey.kind === "Ed25519" ? publicKey.x : new Uint8Array(32);

/** An agency's pair of keys, by the number that both are drawn from. */
const pair = (agency: string, seed: number) => {
  const [logSigner, cosigner] = [signer(seed), signer(seed + 100)];
  return { agency, logKey: raw(logSigner), cosignerKey: raw(cosigner), logSigner, cosigner };
};
type Pair = ReturnType<typeof pair>;
const four = ["audit", "court", "registry", "treasury"].map((name, i) => pair(name, i + 1));
const [audit, court, registry, treasury] = four as [Pair, Pair, Pair, Pair];

const textOf = (size: number, byte: number) =>
  formatCheckpoint({ origin, size, root: new Uint8Array(32).fill(byte) });

async function linesOf({ agency, cosigner, logSigner }: Pair, text: string, seconds: number) {
  return [
    await signNoteLine(makeVkey(origin, "Ed25519", raw(logSigner)), logSigner, text),
    await cosign(makeVkey(agency, "cosignature/v1", raw(cosigner)), cosigner, text, seconds),
  ];
}

async function signed(pairs: readonly Pair[], { size = 8, byte = 1, seconds = 5 } = {}) {
  const text = textOf(size, byte);
  const lines = await Promise.all(pairs.map((each) => linesOf(each, text, seconds)));
  return formatNote({ text, signatures: lines.flat() });
}

/** A pool that waits for size 8 with root 01…; by default three of the four must sign. */
function poolOf(quorums = [{ agencies: four, threshold: 3 }]) {
  const pool = new CosignaturePool();
  const root = new Uint8Array(32).fill(1);
  pool.expect({ origin, size: 8, root }, textOf(8, 1), quorums);
  const keys = quorums.flatMap(({ agencies }) => agencies);
  return { pool, add: (note: string) => pool.add(verifyNote(note, origin, keys)) };
}

const withLine = (note: string, change: (line: NoteSignature) => NoteSignature) => {
  const { text, signatures } = parseNote(note);
  return formatNote({ text, signatures: signatures.map(change) });
};

describe("a pool", () => {
  it("is good with the quorum, whole with all, and gives back a note that holds", async () => {
    const { pool, add } = poolOf();
    for (const [i, each] of four.entries()) {
      expect([pool.isGood(8), pool.isWhole(8)]).toEqual([i >= 3, false]);
      expect(add(await signed([each]))).toBe(true);
    }
    expect([pool.isGood(8), pool.isWhole(8)]).toEqual([true, true]);
    const { cosigned, log } = verifyNote(pool.note(8) ?? "", origin, four);
    expect(cosigned.map(({ agency }) => agency)).toEqual(four.map(({ agency }) => agency));
    expect(log).toHaveLength(4);
  });

  it("keeps what closes an epoch until that has a quorum of both sets, however far others are", async () => {
    const both = [
      { agencies: four, threshold: 3 },
      { agencies: [court, registry, treasury], threshold: 3 },
    ];
    const { pool, add } = poolOf(both);
    expect(pool.openClosing).toBeNull();
    add(await signed([audit, court]));
    const root = new Uint8Array(32).fill(2);
    pool.expect({ origin, size: 9, root }, textOf(9, 2), [{ agencies: four, threshold: 3 }]);
    pool.forgetBelow(10);
    expect([pool.note(9), pool.isClosing(8)]).toEqual([null, true]);
    expect(verifyNote(pool.openClosing ?? "", origin, four).cosigned).toHaveLength(2);
    add(await signed([registry, treasury]));
    expect([pool.isGood(8), pool.openClosing]).toEqual([true, null]);
    // Who lacks it still may ask for it; at last nobody does.
    pool.forgetBelow(10);
    expect(pool.note(8)).not.toBeNull();
    pool.forgetBelow(8 + 65_536);
    expect(pool.note(8)).toBeNull();
  });

  it("counts an agency once, whatever it signs with and how often", async () => {
    const again = pair("audit", 50);
    const { pool, add } = poolOf([{ agencies: [...four, again], threshold: 3 }]);
    for (const seconds of [5, 6, 7]) add(await signed([audit, again], { seconds }));
    add(await signed([court]));
    expect(pool.isGood(8)).toBe(false);
    add(await signed([treasury]));
    expect(pool.isGood(8)).toBe(true);
  });

  it("waits for both sets where one follows the other", async () => {
    const next = [court, registry, treasury, pair("audit", 60)];
    const { pool, add } = poolOf([
      { agencies: four, threshold: 3 },
      { agencies: next, threshold: 4 },
    ]);
    add(await signed([audit, court, registry, treasury]));
    expect(pool.isGood(8)).toBe(false);
    add(await signed([next[3] as Pair]));
    expect(pool.isGood(8)).toBe(true);
  });

  it("keeps the newest of each key", async () => {
    const { pool, add } = poolOf();
    expect(add(await signed([audit], { seconds: 9 }))).toBe(true);
    expect(add(await signed([audit], { seconds: 8 }))).toBe(false);
    expect(verifyNote(pool.note(8) ?? "", origin, four).cosigned[0]?.seconds).toBe(9);
  });

  it("says of another root for its size that somebody forks", async () => {
    const { add } = poolOf();
    const other = await signed([court], { byte: 2 });
    expect(() => add(other)).toThrowError(coded("COSIGN_FORK"));
  });

  it("is hopeless once so many say otherwise that no quorum is left, and not for one liar", async () => {
    const { pool, add } = poolOf();
    const other = (pairs: readonly Pair[]) => signed(pairs, { byte: 2 });
    for (const liar of [court, court]) {
      const note = await other([liar]);
      expect(() => add(note)).toThrowError(coded("COSIGN_FORK"));
      expect(pool.isHopeless(8)).toBe(false);
    }
    add(await signed([audit, registry]));
    const second = await other([treasury]);
    expect(() => add(second)).toThrowError(coded("COSIGN_FORK"));
    expect(pool.isHopeless(8)).toBe(true);
  });

  it("is not hopeless once it is good, whatever is signed with stolen keys afterwards", async () => {
    const { pool, add } = poolOf();
    add(await signed([audit, registry, treasury]));
    const other = await signed([court, treasury], { byte: 2 });
    expect(() => add(other)).toThrowError(coded("COSIGN_FORK"));
    expect([pool.isGood(8), pool.isHopeless(8)]).toEqual([true, false]);
  });

  it("has no use for sizes that it did not make, nor for what is behind", async () => {
    const { pool, add } = poolOf();
    expect(add(await signed([audit], { size: 9 }))).toBe(false);
    pool.forgetBelow(9);
    expect([add(await signed([audit])), pool.note(8), pool.isGood(8)]).toEqual([
      false,
      null,
      false,
    ]);
  });
});

describe("a note from another agency", () => {
  const stranger = pair("stranger", 70);

  it("is refused where no agency cosigned it, or it is of another log", async () => {
    const note = await signed([stranger]);
    expect(() => verifyNote(note, origin, four)).toThrowError(coded("COSIGN_STRANGER"));
    const own = await signed([audit]);
    expect(() => verifyNote(own, "counterfoil/other/01020304", four)).toThrowError(
      coded("COSIGN_ORIGIN"),
    );
  });

  it("brings nothing of a stranger's along", async () => {
    const { pool, add } = poolOf();
    add(await signed([audit, stranger]));
    expect(pool.note(8)).toBe(await signed([audit]));
  });

  it("is looked at once for each key, however many copies of a line it has", async () => {
    const { text, signatures } = parseNote(await signed([audit]));
    const copies = Array.from({ length: 50 }, () => signatures).flat();
    const both = [...four, ...four];
    const { log, cosigned } = verifyNote(formatNote({ text, signatures: copies }), origin, both);
    expect([log.length, cosigned.length]).toEqual([1, 1]);
  });

  it("is refused whole where a line that counts does not verify", async () => {
    const note = await signed([audit, court]);
    const last = (line: NoteSignature) => line.signature.length - 1;
    const spoilt = withLine(note, (line) =>
      line.name === "court" ? { ...line, signature: line.signature.with(last(line), 0) } : line,
    );
    expect(() => verifyNote(spoilt, origin, four)).toThrowError(coded("NOTE_SIGNATURE"));
  });

  it("is refused with a cosignature that only a check with cofactor takes", async () => {
    const text = textOf(8, 1);
    const message = cosignatureMessage(text, 5);
    const secret = new Uint8Array(32).fill(101);
    const odd = signByHand(secret, message, 12_345n, { r: torsion });
    expect(odd.publicKey).toEqual(audit.cosignerKey);
    expect(verifyZip215Exact(odd.publicKey, message, odd.signature)).toBe(true);
    const poisoned = withLine(await signed([audit]), (line) =>
      line.signature.length > 64
        ? { ...line, signature: concatBytes(line.signature.slice(0, 8), odd.signature) }
        : line,
    );
    expect(() => verifyNote(poisoned, origin, four)).toThrowError(coded("NOTE_SIGNATURE"));
  });
});

describe("a pool whose agencies are gone", () => {
  it("gathers for the newest checkpoints and for those that close an epoch, and forgets the others", () => {
    const { pool } = poolOf([
      { agencies: four, threshold: 3 },
      { agencies: four.slice(1), threshold: 3 },
    ]);
    const root = new Uint8Array(32).fill(1);
    for (let size = 9; size < 2000; size++) {
      pool.expect({ origin, size, root }, textOf(size, 1), [{ agencies: four, threshold: 3 }]);
    }
    const kept = Array.from({ length: 2000 }, (_, size) => size).filter((size) => pool.keys(size));
    expect([kept.length, kept[0], kept[1], kept.at(-1)]).toEqual([256, 8, 1745, 1999]);
  });
});
