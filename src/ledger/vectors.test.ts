import { describe, expect, it } from "vitest";
import { vectorFile } from "../../test/vectors.js";
import { isCoded } from "../base/errors.js";
import { fromHex, toHex } from "../base/text.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { parseTrustFile } from "../crypto/trust.js";
import { Activity, checkActivity } from "./activity.js";
import { algorithms, sigStructure } from "./envelope.js";
import { decodeFact, encodeFact, factHash, isTombstone } from "./fact.js";
import { badIndex, Replay } from "./replay.js";
import { transactionOf } from "./transaction.js";
import { verifyEnvelope } from "./verify-envelope.js";
import { verifyReceipt } from "./verify-receipt.js";
import { checkBinding, webauthnClaim } from "./webauthn.js";

const refused = (run: () => unknown) =>
  expect(run).toThrowError(expect.objectContaining({ name: "CounterfoilError" }));

type FactCase = {
  index: number;
  leaf: string;
  key?: string;
  cause?: number;
  supersedes?: number | null;
  value?: string;
  leafHash?: string;
  decision?: number;
};
const facts = vectorFile<FactCase>("fact.json");
describe.runIf(facts)("vectors: fact.json", () => {
  it.each(facts?.cases ?? [])("$name: $note", (c) => {
    const leaf = fromHex(c.leaf);
    if (!c.valid) return refused(() => decodeFact(c.index, leaf));
    const fact = decodeFact(c.index, leaf);
    expect(toHex(factHash(leaf, fact))).toBe(c.leafHash);
    if (isTombstone(fact)) return expect(fact.decision).toBe(c.decision);
    const { key, cause, supersedes, value } = fact;
    expect({
      key,
      cause,
      supersedes,
      value: value === undefined ? undefined : toHex(encodeCbor(value)),
    }).toEqual({
      key: c.key,
      cause: c.cause,
      supersedes: c.supersedes,
      value: c.value,
    });
    expect(toHex(encodeFact(fact))).toBe(c.leaf);
  });
});

type ActivityCase =
  | { kind: "root"; size: number; zeros: number[]; chunks: string[]; root: string }
  | {
      kind: "member";
      index: number;
      size: number;
      chunk: string;
      path: string[];
      root: string;
      bit: number;
    };
const activity = vectorFile<ActivityCase>("activity.json");
describe.runIf(activity)("vectors: activity.json", () => {
  it.each(activity?.cases ?? [])("$name: $note", (c) => {
    if (c.kind === "member") {
      const { index, size } = c;
      const proof = { index, size, chunk: fromHex(c.chunk), path: c.path.map(fromHex) };
      if (!c.valid) return refusedOrOtherBit(() => checkActivity(proof, fromHex(c.root)), c.bit);
      return expect(checkActivity(proof, fromHex(c.root))).toBe(c.bit === 1);
    }
    const tree = activityOf(c.size, c.zeros);
    expect(c.chunks.map((_, i) => toHex(tree.chunk(i))).join()).toBe(c.chunks.join());
    expect(toHex(tree.root()) === c.root).toBe(c.valid);
  });

  function refusedOrOtherBit(run: () => boolean, bit: number) {
    let answer: boolean;
    try {
      answer = run();
    } catch (error) {
      return expect(isCoded(error)).toBe(true);
    }
    expect(answer).not.toBe(bit === 1);
  }

  function activityOf(size: number, zeros: number[]): Activity {
    const tree = new Activity();
    // A zero is a fact that a later one superseded: let the last facts do that, one each.
    const superseded = [...zeros];
    for (let i = 0; i < size; i++) {
      const left = size - i;
      const zero = superseded.length >= left ? superseded.shift() : undefined;
      tree.append(zero === undefined ? null : zero);
    }
    return tree;
  }
});

type EnvelopeCase = {
  envelope: string;
  network: string;
  id?: string;
  signers?: string[];
  bound?: Record<string, { rpId: string; origins: string[] }>;
};
const envelopes = vectorFile<
  EnvelopeCase,
  { sigStructures: { of: string; sigStructure: string }[] }
>("envelope.json");
describe.runIf(envelopes)("vectors: envelope.json", () => {
  it.each(envelopes?.cases ?? [])("$name: $note", (c) => {
    if (!c.valid) return refused(() => admit(c));
    const envelope = admit(c);
    expect(toHex(envelope.id)).toBe(c.id);
    expect(envelope.signatures.map((s) => toHex(s.thumbprint))).toEqual(c.signers);
  });

  it.each(envelopes?.sigStructures ?? [])(
    "Sig_structure of $of",
    ({ of, sigStructure: expected }) => {
      const c = envelopes?.cases.find(({ name }) => name === of);
      const envelope = admit(c as EnvelopeCase);
      const header = envelope.signatures[0]?.header ?? new Uint8Array();
      expect(toHex(sigStructure(header, envelope.payloadBytes))).toBe(expected);
    },
  );

  /** What a node asks of the bytes, and what execution asks of a WebAuthn key's binding. */
  function admit({ envelope: hex, network, bound }: EnvelopeCase) {
    const envelope = verifyEnvelope(fromHex(hex), fromHex(network), "exact");
    for (const signature of envelope.signatures) {
      const binding = bound?.[toHex(signature.thumbprint)];
      if (signature.algorithm !== algorithms.WebAuthn || binding === undefined) continue;
      checkBinding(
        webauthnClaim(signature, sigStructure(signature.header, envelope.payloadBytes)),
        binding,
      );
    }
    return envelope;
  }
});

type BlockCase = { replace: Record<string, string>; cut?: number; firstBad?: number };
type BlockFile = {
  network: { id: string };
  blocks: { size: number; root: string; facts: { leaf: string }[] }[];
};
const blocks = vectorFile<BlockCase, BlockFile>("block.json");
describe.runIf(blocks)("vectors: block.json", () => {
  const leaves = (blocks?.blocks ?? []).flatMap((block) => block.facts.map((f) => fromHex(f.leaf)));

  it.each(blocks?.cases ?? [])("$name: $note", ({ replace, cut, firstBad, valid }) => {
    const changed = leaves.slice(0, cut).map((leaf, i) => {
      const other = replace[i];
      return other === undefined ? leaf : fromHex(other);
    });
    expect(replay(changed)).toEqual(valid ? { bad: null } : { bad: firstBad });
  });

  function replay(log: Uint8Array[]) {
    const newest = new Map<string, number>();
    const replay = new Replay({
      network: fromHex(blocks?.network.id ?? ""),
      transaction: (bytes, network) =>
        transactionOf(verifyEnvelope(bytes, network, "exact"), bytes),
      newest: (key) => newest.get(key),
    });
    try {
      for (const leaf of log) {
        const block = replay.push(leaf);
        if (block === null) continue;
        const stated = blocks?.blocks[block.seal.height];
        expect({ size: block.size, root: toHex(block.root) }).toEqual({
          size: stated?.size,
          root: stated?.root,
        });
        for (const fact of block.facts) if (!isTombstone(fact)) newest.set(fact.key, fact.index);
      }
      replay.finish();
      return { bad: null };
    } catch (error) {
      if (!isCoded(error)) throw error;
      return { bad: badIndex(error, replay.size) };
    }
  }
});

type ReceiptCase = {
  receipt: string;
  trust: string;
  expect?: {
    key: string;
    index: number;
    size: number;
    root: string;
    current: boolean;
    retracted: boolean;
    asOf: { time: number; size: number } | null;
    authority: string | null;
    openings: string[];
    signedBy: string[];
  };
};
const receipts = vectorFile<ReceiptCase, { trusts: Record<string, unknown> }>("receipt.json");
describe.runIf(receipts)("vectors: receipt.json", () => {
  it.each(receipts?.cases ?? [])("$name: $note", (c) => {
    const verdict = judge(c);
    if (!c.valid) return expect(verdict).toBeNull();
    expect(verdict).toEqual(c.expect);
  });

  function judge(c: ReceiptCase) {
    let trust: ReturnType<typeof parseTrustFile>;
    try {
      trust = parseTrustFile(JSON.stringify(receipts?.trusts[c.trust]));
    } catch (error) {
      if (isCoded(error)) return null;
      throw error;
    }
    const { receipt } = verifyReceipt(fromHex(c.receipt), trust);
    if (receipt === null) return null;
    const { fact, size, root, current, retracted, asOf, authority, openings, signedBy } = receipt;
    return {
      key: fact.key,
      index: fact.index,
      size,
      root: toHex(root),
      current,
      retracted,
      asOf,
      authority,
      openings: openings.map(({ path }) => path),
      signedBy,
    };
  }
});
