import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Consortium, consortiumGenesis, keyOf } from "../../test/consortium.js";
import { signer } from "../../test/network.js";
import { bundleOf, freshKey, SignedLog } from "../../test/signed-log.js";
import { limits } from "../base/limits.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import type { Cbor } from "../codec/cbor-value.js";
import { formatTrustFile } from "../crypto/format-trust-file.js";
import { encodeFact } from "./fact.js";
import { followTrust } from "./follow-trust.js";
import type { BundleStep } from "./proof-bundle.js";

const coded = (code: string) => expect.objectContaining({ code });
const admitBank = () => ({
  kind: "admit",
  agency: "bank",
  organisation: "bank",
  logKey: freshKey(),
  cosignerKey: freshKey(),
  validatorKey: freshKey(),
  replaces: null as string | null,
});
const rotate = (agency: string, compromised: boolean) => ({
  kind: "rotate",
  agency,
  logKey: freshKey(),
  cosignerKey: freshKey(),
  validatorKey: null,
  compromised,
});

/** Carries a change out, and gives the step that a bundle has of it. */
async function close(log: SignedLog, action: Cbor, epoch: number): Promise<BundleStep> {
  expect(log.consortium.decide(action)).toBe("ok");
  const step = await log.step(epoch, log.published);
  log.consortium.block();
  return step;
}

describe("following an old trust file", () => {
  it("comes to today's, byte for byte, from any epoch on", async () => {
    const log = new SignedLog();
    const trusts = [log.trust()];
    const steps: BundleStep[] = [];
    const actions: Cbor[] = [
      admitBank(),
      rotate("court", true),
      { kind: "remove", agency: "registry", compromised: true },
      { ...admitBank(), agency: "tax", organisation: "tax", replaces: "audit" },
      { kind: "remove", agency: "court", compromised: false },
    ];
    for (const action of actions.slice(0, 4)) {
      steps.push(await close(log, action, steps.length));
      trusts.push(log.trust());
    }
    for (const trust of trusts) {
      expect(formatTrustFile(followTrust(trust, bundleOf(...steps)))).toBe(log.trustText());
    }
  });

  it("stays where it is when the bundle is older, and takes a part of the way", async () => {
    const log = new SignedLog();
    const first = await close(log, admitBank(), 0);
    const half = log.trust();
    const second = await close(log, rotate("court", false), 1);
    expect(followTrust(half, bundleOf(first))).toEqual(half);
    expect(followTrust(half, bundleOf())).toEqual(half);
    const text = formatTrustFile(followTrust(half, bundleOf(first, second)));
    expect(text).toBe(log.trustText());
  });

  it("needs no agency that is not of the quorum: of both sets as many as their thresholds", async () => {
    const log = new SignedLog();
    const old = log.trust();
    expect(log.consortium.decide(admitBank())).toBe("ok");
    const { size, signers } = log.published;
    // Four old ones: three would meet the old threshold, but the new one is four.
    const four = await log.step(0, { size, signers: signers.slice(0, 4) });
    const three = await log.step(0, { size, signers: signers.slice(0, 3) });
    expect(followTrust(old, bundleOf(four)).quorum).toBe(4);
    expect(() => followTrust(old, bundleOf(three))).toThrowError(coded("CHECKPOINT_THRESHOLD"));
  });
});

describe("a hostile bundle", () => {
  /** The change is approved; what a bundle has of it can be changed before it is in force. */
  const approved = (action: Cbor = admitBank(), log = new SignedLog()) => {
    const old = log.trust();
    expect(log.consortium.decide(action)).toBe("ok");
    return { log, old, at: log.published };
  };
  const refused = (old: Parameters<typeof followTrust>[0], ...steps: (BundleStep | null)[]) =>
    expect(() => followTrust(old, bundleOf(...steps)));

  it("has keys out of thin air: a change that never stood on the log", async () => {
    const { log, old, at } = approved();
    const step = await log.step(0, at);
    const forged = encodeFact({
      key: "governance/change/0",
      cause: 1,
      supersedes: null,
      value: { threshold: 3, agencies: [], compromised: [], inForce: null },
    });
    const change = { ...step.change, leaf: forged };
    refused(old, { ...step, change }).toThrowError(coded("TREE_INCLUSION"));
  });

  it("skips an epoch, or brings its steps in another order", async () => {
    const log = new SignedLog();
    const old = log.trust();
    const first = await close(log, rotate("court", false), 0);
    const second = await close(log, rotate("audit", false), 1);
    // One key of the two was replaced in between, and three old ones still sign.
    refused(old, second).toThrowError(coded("FOLLOW_CHANGE"));
    refused(old, first, first).toThrowError(coded("FOLLOW_EPOCH"));
  });

  it("ends in a renewal", async () => {
    const log = new SignedLog();
    const first = await close(log, admitBank(), 0);
    const old = log.trust();
    refused(old, first, null).toThrowError(coded("FOLLOW_RENEWAL"));
  });

  it("has an approved change that never came in force: the new set has not signed", async () => {
    const log = new SignedLog(new Consortium(consortiumGenesis(1)));
    const old = log.trust();
    expect(log.consortium.decide(rotate("registry", false), ["registry"])).toBe("ok");
    const { size, signers } = log.published;
    const step = await log.step(0, { size, signers: signers.slice(0, 1) });
    refused(old, step).toThrowError(coded("CHECKPOINT_THRESHOLD"));
  });

  it("has a checkpoint that ends elsewhere than in the deciding block", async () => {
    const { log, old, at } = approved();
    log.consortium.block();
    const { size } = log.published;
    // The old keys have signed on, as if nothing had been decided.
    const later = await log.step(0, { size, signers: at.signers });
    refused(old, later).toThrowError(coded("FOLLOW_BLOCK"));
    const step = await log.step(0, at);
    const seal = { ...later.seal, index: log.consortium.founded.size - 1 };
    refused(old, { ...step, seal }).toThrowError(coded("TREE_PATH_LENGTH"));
  });

  it("is a fork below a stolen key's limit", async () => {
    const log = new SignedLog();
    const old = log.trust();
    const stolen = log.published;
    log.consortium.decide({
      kind: "set-parameter",
      parameter: "engine.blockBytes",
      value: 2 ** 21,
    });
    const first = await close(log, rotate("court", true), 0);
    const today = followTrust(old, bundleOf(first));
    // Whoever has the key of court writes another history, with whom it can win: never enough.
    const fork = new SignedLog();
    expect(fork.consortium.decide({ kind: "raise-threshold", threshold: 4 })).toBe("ok");
    const forked = { size: fork.published.size, signers: stolen.signers.slice(0, 2) };
    refused(old, await fork.step(0, forked)).toThrowError(coded("CHECKPOINT_THRESHOLD"));
    refused(today, first, await fork.step(0, fork.published)).toThrowError(coded("FOLLOW_EPOCH"));
  });

  it.each<[string, string, (value: Record<string, Cbor>) => Record<string, Cbor>]>([
    [
      "one agency under two names",
      "FOLLOW_SET",
      (value) => {
        const [first, ...rest] = value["agencies"] as Record<string, Cbor>[];
        return { ...value, agencies: [first ?? {}, { ...first, name: "second" }, ...rest] };
      },
    ],
    [
      "a name twice",
      "FOLLOW_SET",
      (value) => {
        const [first, ...rest] = value["agencies"] as Record<string, Cbor>[];
        const keys = { logKey: keyOf(70), cosignerKey: keyOf(71) };
        return { ...value, agencies: [first ?? {}, { ...first, ...keys }, ...rest] };
      },
    ],
    [
      "another's key",
      "FOLLOW_KEY",
      (value) => {
        const [first, second, third, ...rest] = value["agencies"] as Record<string, Cbor>[];
        const swapped = { ...first, cosignerKey: third?.["cosignerKey"] ?? null };
        const other = { ...third, cosignerKey: keyOf(72) };
        return { ...value, agencies: [swapped, second ?? {}, other, ...rest] };
      },
    ],
    [
      "a padded set",
      "TRUST_THRESHOLD",
      (value) => {
        const more = Array.from({ length: 6 }, (_, i) => ({
          ...{ name: `more-${i}`, organisation: "x", validatorKey: null },
          ...{ logKey: keyOf(80 + i), cosignerKey: keyOf(90 + i) },
        }));
        return { ...value, agencies: [...(value["agencies"] as Cbor[]), ...more] };
      },
    ],
    [
      "a set that lost most of it",
      "TRUST_THRESHOLD",
      (value) => ({
        ...value,
        agencies: (value["agencies"] as Cbor[]).slice(0, 2),
      }),
    ],
    ["a lower threshold", "FOLLOW_THRESHOLD", (value) => ({ ...value, threshold: 2 })],
    [
      "a key in use as stolen",
      "FOLLOW_COMPROMISED",
      (value) => {
        const { logKey: x } = (value["agencies"] as Record<string, Uint8Array>[])[0] ?? {};
        const one = Array.from({ length: 256 }, (_, i) => signer(i)).find(
          ({ publicKey }) => x !== undefined && publicKey.x.join() === x.join(),
        );
        return { ...value, compromised: [Buffer.from(one?.thumbprint ?? []).toString("hex")] };
      },
    ],
    [
      "an unknown key as stolen",
      "FOLLOW_COMPROMISED",
      (value) => ({
        ...value,
        compromised: ["0".repeat(64)],
      }),
    ],
    [
      "a key of small order",
      "NOTE_VKEY",
      (value) => {
        const [first, ...rest] = value["agencies"] as Record<string, Cbor>[];
        return { ...value, agencies: [{ ...first, logKey: new Uint8Array(32) }, ...rest] };
      },
    ],
    ["a change in force already", "FOLLOW_CHANGE", (value) => ({ ...value, inForce: 9 })],
    ["another form", "FOLLOW_CHANGE", (value) => ({ ...value, agencies: 7 })],
  ])("has %s, signed by all: %s", async (_, code, change) => {
    const log = new SignedLog();
    const old = log.trust();
    // Agencies that execute never write it; here all their keys sign it nevertheless.
    const { signers } = log.published;
    expect(log.consortium.decide(rotate("court", true))).toBe("ok");
    const { size } = log.published;
    const { consortium } = log;
    const index = log.changeOf(0);
    const block = consortium.blocks.at(-1);
    const fact = block?.facts.find((one) => one.index === index);
    if (block === undefined || fact === undefined) expect.unreachable();
    const value = change(fact.value as Record<string, Cbor>);
    const leaves = block.leaves.with(index - block.first, encodeFact({ ...fact, value }));
    consortium.blocks.splice(-1, 1, { ...block, leaves });
    refused(old, await log.step(0, { size, signers })).toThrowError(coded(code));
  });

  it.each<[string, Cbor | Uint8Array]>([
    ["BUNDLE_FORM", []],
    ["BUNDLE_FORM", [1, 7]],
    ["BUNDLE_FORM", [1, [[]]]],
    ["BUNDLE_FORM", [1, [["note", [0, new Uint8Array(), []], [0, "leaf", []]]]]],
    ["BUNDLE_VERSION", [2, []]],
    ["BUNDLE_SIZE", new Uint8Array(limits.bundleBytes)],
  ])("is no bundle: %s", (code, item) => {
    const bytes = encodeCbor(item);
    expect(() => followTrust(new SignedLog().trust(), bytes)).toThrowError(coded(code));
  });
});

describe("the whole chain", () => {
  const agencies = ["registry", "court", "treasury", "audit"];
  const others = ["bank", "health", "tax"];
  const action = fc.oneof(
    fc.record({
      kind: fc.constant("rotate"),
      agency: fc.constantFrom(...agencies),
      compromised: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("remove"),
      agency: fc.constantFrom(...agencies),
      compromised: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("admit"),
      agency: fc.constantFrom(...others, ...agencies),
      replaces: fc.option(fc.constantFrom(...agencies, ...others)),
    }),
    fc.record({ kind: fc.constant("raise-threshold"), threshold: fc.integer({ min: 3, max: 6 }) }),
  );
  const whole = (one: { kind: string; agency?: string }): Cbor => {
    if (one.kind !== "rotate" && one.kind !== "admit") return one as Cbor;
    const keys = { logKey: freshKey(), cosignerKey: freshKey(), validatorKey: null };
    const more = one.kind === "admit" ? { organisation: one.agency ?? "" } : {};
    return { ...one, ...keys, ...more } as Cbor;
  };

  it("leads from every trust file there was to the last, and no step can be left out", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 6 }), async (drawn) => {
        const log = new SignedLog();
        const trusts = [log.trust()];
        const steps: BundleStep[] = [];
        for (const one of drawn) {
          const code = log.consortium.decide(whole(one));
          if (code !== "ok") continue;
          steps.push(await log.step(steps.length, log.published));
          log.consortium.block();
          trusts.push(log.trust());
          expect(log.consortium.broken()).toEqual([]);
        }
        for (const trust of trusts) {
          expect(formatTrustFile(followTrust(trust, bundleOf(...steps)))).toBe(log.trustText());
        }
        const [first] = trusts;
        if (first === undefined || steps.length < 2) return;
        expect(() => followTrust(first, bundleOf(...steps.slice(1)))).toThrowError(
          expect.objectContaining({ code: expect.stringMatching(/^(?:FOLLOW|CHECKPOINT)_/) }),
        );
      }),
      { numRuns: 25 },
    );
  });
});
