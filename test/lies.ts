import { expect } from "vitest";
import type { Cbor } from "../src/codec/cbor-value.js";
import { encodeFact } from "../src/ledger/fact.js";
import { attacks, fork, paddedNote, poisonedNote, proposed, retired } from "./attacks.js";
import type { ServedLog } from "./log-server.js";
import { SignedLog } from "./signed-log.js";

/** What a copy is led to. */
export type Lie = {
  readonly name: string;
  /** Text of the trust file that the copy is told to go by. */
  readonly trust: string;
  /** What was copied before; null: the copy begins with the lie. */
  readonly before: ServedLog | null;
  readonly served: ServedLog;
  readonly code: string;
  /** Facts that the copy may hold afterwards at most: none of those that were made up. */
  readonly kept: number;
};

const servedAs = async (log: SignedLog, note: string): Promise<ServedLog> => ({
  leaves: [...log.leaves],
  note,
  trust: log.trustText(),
});

/** The last seal says of the activity what the one before said; every agency has signed it. */
async function lieOfStaleSeal(): Promise<Lie> {
  const log = new SignedLog();
  const trust = log.trustText();
  const { blocks } = log.consortium;
  const first = log.published.size;
  const before = blocks.at(-1)?.facts.at(-1);
  proposed(log);
  const block = blocks.at(-1) ?? expect.unreachable();
  const seal = block.facts.at(-1) ?? expect.unreachable();
  const [old, own] = [before?.value, seal.value] as Cbor[][];
  const value = [...(own ?? []).slice(0, 5), old?.[5] ?? null];
  const leaves = block.leaves.with(-1, encodeFact({ ...seal, value }));
  blocks.splice(-1, 1, { ...block, leaves });
  const served = await servedAs(log, await log.note(log.published));
  return { name: attacks.stale, trust, before: null, served, code: "REPLICA_BAD", kept: first };
}

/** Longer than what a copy holds back until it writes. */
const LONG = 700;

async function lieOfRetiredKeys(): Promise<Lie> {
  const { log, founding: trust, signers } = await retired();
  const kept = log.published.size;
  const { consortium } = log;
  for (let block = 0; block < LONG / 50; block++) {
    consortium.block(...Array.from({ length: 50 }, () => consortium.ballot("none", "court")));
  }
  const served = await servedAs(log, await log.note({ size: log.published.size, signers }));
  return { name: attacks.retired, trust, before: null, served, code: "CHECKPOINT_THRESHOLD", kept };
}

async function lieOf(
  name: string,
  code: string,
  noteOf: (log: SignedLog) => Promise<string>,
): Promise<Lie> {
  const log = new SignedLog();
  const trust = log.trustText();
  proposed(log);
  const served = await servedAs(log, await noteOf(log));
  return { name, trust, before: null, served, code, kept: 0 };
}

async function liesOfFork(): Promise<Lie[]> {
  const { log, other, below } = await fork();
  const { size } = below;
  const note = await other.note(below);
  const served = { leaves: other.leaves.slice(0, size), note, trust: other.trustText() };
  const trust = log.trustText();
  // The true log when it was as long, and as it is today.
  const then = { leaves: log.leaves.slice(0, size), note: await log.note(below), trust };
  const today = await servedAs(log, await log.note(log.published));
  const founding = new SignedLog().trustText();
  return [
    {
      name: `${attacks.forked}, to who has nothing`,
      trust,
      before: null,
      served,
      code: "REMOTE_BEHIND",
      kept: 0,
    },
    {
      name: `${attacks.forked}, to who has as much`,
      trust: founding,
      before: then,
      served,
      code: "FORK",
      kept: size,
    },
    {
      name: `${attacks.forked}, to who has all`,
      trust,
      before: today,
      served,
      code: "FORK",
      kept: log.leaves.length,
    },
  ];
}

/** Of every attack what a copy is led to. */
export async function lies(): Promise<Lie[]> {
  const forks = await liesOfFork();
  return [
    await lieOfStaleSeal(),
    await lieOfRetiredKeys(),
    await lieOf(attacks.padded, "CHECKPOINT_THRESHOLD", paddedNote),
    await lieOf(attacks.poisoned, "NOTE_SIGNATURE", poisonedNote),
    ...forks,
  ];
}
