import { describe, expect, it } from "vitest";
import { vectorFile } from "../../test/vectors.js";
import own from "../../vectors/crypto-checkpoint.json" with { type: "json" };
import { toHex } from "../base/text.js";
import { judgeCheckpoint, parseTrustFile } from "./trust.js";

type Fields = {
  checkpoint: string;
  trust: string;
  size: number;
  root: string;
  signedBy: string[];
};
const file = vectorFile<Fields, { trusts: Record<string, unknown> }>("checkpoint.json");
/** It is a good checkpoint in the middle of a block: only its last leaf tells. */
const needsLeaf = new Set(["mid-block"]);

/** Classes of the vectors' errors, in our codes. */
const codes: Record<string, RegExp> = {
  threshold: /^CHECKPOINT_THRESHOLD$/,
  "log-signature": /^CHECKPOINT_LOG_SIGNATURE$/,
  origin: /^CHECKPOINT_ORIGIN$/,
  signature: /^(NOTE_SIGNATURE|COSIGNATURE_FORM)$/,
  extension: /^CHECKPOINT_LINES$/,
  format: /^(NOTE_(FORM|LINE|CHARACTER)|CHECKPOINT_(SIZE|ROOT))$/,
  closing: /^CHECKPOINT_CLOSING$/,
  epoch: /^CHECKPOINT_EPOCH$/,
  "trust-threshold": /^TRUST_THRESHOLD$/,
};

describe.runIf(file)("vectors: checkpoint.json", () => {
  const judge = (vector: Fields) => {
    const trust = parseTrustFile(JSON.stringify(file?.trusts[vector.trust]));
    const { checkpoint, signedBy } = judgeCheckpoint(vector.checkpoint, trust);
    return { size: checkpoint.size, root: toHex(checkpoint.root), signedBy };
  };
  const cases = file?.cases ?? [];

  it.each(cases.filter(({ valid }) => valid))("$name: $note", (vector) => {
    const { size, root, signedBy } = vector;
    expect(judge(vector)).toEqual({ size, root, signedBy });
  });

  const refused = cases.filter(({ valid, name }) => !valid && !needsLeaf.has(name));
  it.each(refused)("$name: $note", (vector) => {
    const code = expect.stringMatching(codes[vector.error ?? ""] ?? /^$/);
    expect(() => judge(vector)).toThrowError(expect.objectContaining({ code }));
  });

  it("leaves to the receipt what only the last leaf tells", () => {
    for (const vector of cases.filter(({ name }) => needsLeaf.has(name))) {
      expect(judge(vector).size).toBe(17);
    }
  });
});

describe("vectors: crypto-checkpoint.json", () => {
  const judge = (vector: { checkpoint: string; trust: string }) => {
    const trusts: Record<string, unknown> = own.trusts;
    return judgeCheckpoint(vector.checkpoint, parseTrustFile(JSON.stringify(trusts[vector.trust])));
  };

  it.each(own.cases.filter(({ valid }) => valid))("$name: $note", (vector) => {
    const { signedBy, cosigned, needsConsistency, consistentWith } = judge(vector);
    expect([signedBy, cosigned]).toEqual([vector.signedBy, vector.cosigned]);
    expect(needsConsistency).toBe(vector.consistentWith !== null);
    const closing = consistentWith && { ...consistentWith, root: toHex(consistentWith.root) };
    expect(closing).toEqual(vector.consistentWith);
  });

  it.each(own.cases.filter(({ valid }) => !valid))("$name: $note", (vector) => {
    const code = expect.stringMatching(codes[vector.error ?? ""] ?? /^$/);
    expect(() => judge(vector)).toThrowError(expect.objectContaining({ code }));
  });

  it("says which log keys are valid, and at a closing size which epoch ends", () => {
    for (const vector of own.cases.filter(({ valid }) => valid)) {
      const { checkpoint, logKeys, epoch } = judge(vector);
      expect(logKeys.map(({ agency }) => agency)).toEqual(["tax"]);
      expect(epoch.from).toBe(checkpoint.size <= 8 ? 0 : 8);
    }
  });
});
