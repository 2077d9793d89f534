import { expect } from "vitest";
import { concatBytes } from "../src/base/bytes.js";
import type { Cbor } from "../src/codec/cbor-value.js";
import { cosign, cosignatureMessage } from "../src/crypto/cosignature.js";
import { makeVkey, type NoteSignature, parseNote } from "../src/crypto/note.js";
import { consistencyPath } from "../src/crypto/prove-tree.js";
import { seedSigner } from "../src/crypto/signer.js";
import type { BundleStep } from "../src/ledger/proof-bundle.js";
import type { Current } from "../src/ledger/receipt.js";
import { signByHand, torsion } from "./sign-by-hand.js";
import { bundleOf, freshKey, type Published, SignedLog, signerOf } from "./signed-log.js";

/** What somebody is given to check, every byte of it signed with real keys. */
export type Shown = {
  readonly name: string;
  /** Text of the trust file, from a source that is trusted. */
  readonly trust: string;
  readonly bundle: Uint8Array | null;
  readonly receipt: Uint8Array;
  /** Of the check that stops it; null where it is honest. */
  readonly code: string | null;
};

export const attacks = {
  stale: "a stale seal under a fresh checkpoint",
  retired: "an epoch signed by retired keys",
  padded: "a quorum padded by one agency twice",
  poisoned: "a poisoned cosignature",
  forked: "a fork below a stolen key's limit",
};

const rotation = (agency: string, compromised = false): Cbor => ({
  ...{ kind: "rotate", agency, compromised, validatorKey: null },
  ...{ logKey: freshKey(), cosignerKey: freshKey() },
});

/** Carries a change out: the step that a bundle has of it. */
async function closed(log: SignedLog, action: Cbor, epoch: number): Promise<BundleStep> {
  expect(log.consortium.decide(action)).toBe("ok");
  const step = await log.step(epoch, log.published);
  log.consortium.block();
  return step;
}

/** A block with a proposal: index of the fact. */
export function proposed(
  log: SignedLog,
  action: Cbor = { kind: "raise-threshold", threshold: 4 },
): number {
  const { transaction, id } = log.consortium.proposal(action);
  log.consortium.block(transaction);
  const facts = log.consortium.blocks.flatMap((block) => block.facts);
  return facts.findLastIndex(({ key }) => key === `governance/proposal/${id}`);
}

/** By the tree of a size, what shows that a fact was the newest of its key at a seal, as of now. */
function currentAt(log: SignedLog): (size: number) => Current {
  const { activity } = log.consortium.ledger.head;
  const [chunk, chunkPath] = [activity.chunk(0), activity.path(0)];
  const seal = log.published.size - 1;
  return (size) => ({ seal: log.proof(seal, size), chunk, chunkPath });
}

async function staleSeal(): Promise<Shown[]> {
  const log = new SignedLog();
  const [trust, index] = [log.trustText(), proposed(log)];
  const current = currentAt(log);
  const shown = async (name: string, code: string | null): Promise<Shown> => {
    const at = log.published;
    const more = { current: current(at.size) };
    const receipt = await log.receipt(index, at, await log.note(at), more);
    return { name, trust, bundle: null, receipt, code };
  };
  const fresh = await shown("a seal under its own checkpoint", null);
  // The proposal is decided, so what the receipt shows is no longer so.
  log.consortium.decide({ kind: "raise-threshold", threshold: 4 });
  return [fresh, await shown(attacks.stale, "VERIFY_STALE_SEAL")];
}

/** A network three of whose four agencies have other keys than at the founding. */
export async function retired() {
  const log = new SignedLog();
  const [founding, before] = [log.trustText(), log.published];
  const steps: BundleStep[] = [];
  for (const agency of ["court", "treasury", "audit"]) {
    steps.push(await closed(log, rotation(agency), steps.length));
  }
  return { log, founding, steps, signers: before.signers };
}

async function signedByRetiredKeys(): Promise<Shown[]> {
  const { log, founding: trust, steps, signers } = await retired();
  const index = proposed(log);
  const { size } = log.published;
  const shown = async (name: string, at: Published, code: string | null): Promise<Shown> => {
    const receipt = await log.receipt(index, at, await log.note(at));
    return { name, trust, bundle: bundleOf(...steps), receipt, code };
  };
  const honest = await shown("an epoch signed by its own keys", log.published, null);
  const signed = await shown(attacks.retired, { size, signers }, "CHECKPOINT_THRESHOLD");
  expect(log.consortium.decide(rotation("registry"))).toBe("ok");
  const closing = await log.step(steps.length, { size: log.published.size, signers });
  const bundle = bundleOf(...steps, closing);
  const handedOver = { ...honest, bundle, name: `${attacks.retired}, in the bundle` };
  return [honest, signed, { ...handedOver, code: "CHECKPOINT_THRESHOLD" }];
}

/** Another cosignature of the first that signs. */
async function secondLine(log: SignedLog, at: Published, seconds: number): Promise<NoteSignature> {
  const { agency, cosignerKey } = at.signers[0] ?? expect.unreachable();
  const { text } = parseNote(await log.note(at));
  const vkey = makeVkey(agency, "cosignature/v1", cosignerKey);
  return cosign(vkey, signerOf(cosignerKey), text, seconds);
}

export async function paddedNote(log: SignedLog): Promise<string> {
  const { size, signers } = log.published;
  const two = { size, signers: signers.slice(0, 2) };
  const more = [await secondLine(log, two, 8), await secondLine(log, two, 9)];
  return log.note(two, { more });
}

async function paddedQuorum(): Promise<Shown[]> {
  const log = new SignedLog();
  const [trust, index] = [log.trustText(), proposed(log)];
  const receipt = await log.receipt(index, log.published, await paddedNote(log));
  const shown = { trust, code: "CHECKPOINT_THRESHOLD" };
  // At a closing size the old key and the new one are both valid.
  expect(log.consortium.decide(rotation("registry"))).toBe("ok");
  const { size, signers } = log.published;
  const bundle = bundleOf(await log.step(0, { size, signers }));
  const two = { size, signers: signers.filter(({ agency }) => /registry|court/.test(agency)) };
  expect(two.signers).toHaveLength(3);
  const twice = await log.receipt(index, two, await log.note(two));
  return [
    { ...shown, name: attacks.padded, bundle: null, receipt },
    { ...shown, name: `${attacks.padded}, by its old key and its new one`, bundle, receipt: twice },
  ];
}

/** Agency `audit` has signed with a point of order 8 added to R: with cofactor the check takes it. */
function poison(text: string): NoteSignature {
  const secret = new Uint8Array(32).fill(153);
  const odd = signByHand(secret, cosignatureMessage(text, 7), 12_345n, { r: torsion });
  expect(odd.publicKey).toEqual(seedSigner(secret).publicKey.x);
  const vkey = makeVkey("audit", "cosignature/v1", odd.publicKey);
  const time = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 7);
  return { name: "audit", keyId: vkey.keyId, signature: concatBytes(time, odd.signature) };
}

/** Three agencies have signed as they should; the fourth has made their note unusable. */
export async function poisonedNote(log: SignedLog): Promise<string> {
  const { size, signers } = log.published;
  const three = { size, signers: signers.slice(0, 3) };
  const { text } = parseNote(await log.note(three));
  return log.note(three, { more: [poison(text)] });
}

async function poisoned(): Promise<Shown[]> {
  const log = new SignedLog();
  const [trust, index] = [log.trustText(), proposed(log)];
  const receipt = await log.receipt(index, log.published, await poisonedNote(log));
  return [{ name: attacks.poisoned, trust, bundle: null, receipt, code: "NOTE_SIGNATURE" }];
}

/** The true log, and another that whoever has the old keys has made, one of which was stolen. */
export async function fork() {
  const [log, other] = [new SignedLog(), new SignedLog()];
  const founding = log.trustText();
  const index = proposed(other);
  const below = other.published;
  proposed(log, { kind: "set-parameter", parameter: "engine.blockBytes", value: 2 ** 21 });
  const stolen = rotation("court", true);
  const step = await closed(log, stolen, 0);
  return { log, other, founding, index, below, step };
}

async function forkedBelow(): Promise<Shown[]> {
  const { log, other, founding: trust, index, below, step } = await fork();
  const shown = { trust, bundle: bundleOf(step) };
  const note = await other.note(below);
  const closing = step.seal.index + 1;
  const consistency = consistencyPath(below.size, closing, log.node);
  // As many facts as the true log had when the epoch closed, and not the same.
  expect(other.consortium.decide(rotation("audit"))).toBe("ok");
  const at = other.published;
  expect(at.size).toBe(closing);
  const proved = await other.receipt(index, below, note, { consistency });
  return [
    {
      ...shown,
      name: attacks.forked,
      receipt: await other.receipt(index, below, note),
      code: "VERIFY_CONSISTENCY",
    },
    {
      ...shown,
      name: `${attacks.forked}, with the true log's proof`,
      receipt: proved,
      code: "TREE_CONSISTENCY",
    },
    {
      ...shown,
      name: `${attacks.forked}, at the limit`,
      receipt: await other.receipt(index, at, await other.note(at)),
      code: "CHECKPOINT_CLOSING",
    },
  ];
}

/** Two receipts and the notes that they are under: every agency has signed two histories of one size. */
export async function twoHistories() {
  const { log, other, founding: trust, index, below } = await fork();
  const notes = [await log.note(below), await other.note(below)] as const;
  const receipts = [
    await log.receipt(below.size - 1, below, notes[0]),
    await other.receipt(index, below, notes[1]),
  ] as const;
  return { trust, notes, receipts };
}

/** Of every attack what a person is shown, and what is honest beside it. */
export async function shownAttacks(): Promise<Shown[]> {
  const all = [staleSeal, signedByRetiredKeys, paddedQuorum, poisoned, forkedBelow];
  return (await Promise.all(all.map((make) => make()))).flat();
}
