import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Signer } from "../../crypto/signer.js";
import { DataDirectory } from "../../node/data-directory.js";
import { found } from "../../node/found.js";
import { LedgerNode, nodeDefaults } from "../../node/ledger-node.js";
import { VerifierPool } from "../../node/verifier-pool.js";
import { registrationOf } from "../../sdk/land.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { cliError } from "../errors.js";
import { firstLand } from "../first-land.js";
import { makeLogger } from "../logger.js";
import { drawLots, type Lot } from "./lots.js";
import { type Machine, machine, median } from "./machine.js";

export type SoloBench = {
  readonly name: "solo";
  readonly machine: Machine;
  readonly transaction: string;
  readonly durability: string;
  readonly signatures: string;
  readonly slices: number;
  readonly perSlice: number;
  readonly envelopeBytes: number;
  /** Signed, executed, durable, provable transactions a second: median of the slices. */
  readonly perSecond: number;
  /** Nothing but the signature checks, with the same workers. */
  readonly ceilingPerSecond: number;
  readonly ratio: number;
};

const SLICES = 5;
const PER_SLICE = 2000;
const AGENCY = "registry";
/** 26 blocks east is as far as the alphabet names them. */
const PLAN = { blocksEast: 26, blocksNorth: Math.ceil(((SLICES + 1) * PER_SLICE) / 260) };

/** The solo engine in one process, in alternating slices with its own ceiling. */
export async function benchSolo(onSlice: (done: number, of: number) => void): Promise<SoloBench> {
  const dir = mkdtempSync(join(tmpdir(), "counterfoil-bench-"));
  try {
    return await run(new DataDirectory(dir), onSlice);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function run(data: DataDirectory, onSlice: (done: number, of: number) => void) {
  const officers = [{ role: "registrar", within: null }] as const;
  const agencies = [{ name: AGENCY, title: AGENCY, officers }];
  const land = firstLand(AGENCY, ["main"]);
  const id = found(data, { network: "bench", demo: false, time: Date.now(), agencies, land });
  const registrar = data.readKeys().find(({ use }) => use?.role === "registrar");
  if (registrar === undefined) throw cliError("CLI_KEY_ROLE", { role: "registrar" });
  const { workers } = nodeDefaults;
  const node = await LedgerNode.open(data, makeLogger("error"));
  const pool = new VerifierPool(id, "admission", workers);
  const envelopes = await Promise.all(
    drawLots(1, PLAN).map((lot) => registration(id, registrar.signer, lot)),
  );
  const figures: { perSecond: number; ceiling: number }[] = [];
  // The first slice warms up and is not counted.
  for (let slice = 0; slice <= SLICES; slice++) {
    const part = envelopes.slice(slice * PER_SLICE, (slice + 1) * PER_SLICE);
    const ceiling = await rate(part, (bytes) => pool.verify(bytes));
    const perSecond = await rate(part, async (bytes) => {
      const { code } = await node.submit(bytes);
      if (code !== "ok") throw cliError("CLI_DEMO", { code });
    });
    if (slice > 0) figures.push({ perSecond, ceiling });
    onSlice(slice, SLICES);
  }
  await pool.close();
  await node.stop();
  const perSecond = Math.round(median(figures.map((f) => f.perSecond)));
  const result: SoloBench = {
    name: "solo",
    machine: machine(),
    transaction: "land.register of a parcel with four corners: 5 facts",
    durability: "fdatasync of the log and of the signer's record, each block",
    signatures: `one Ed25519 each, ${workers} worker threads`,
    slices: SLICES,
    perSlice: PER_SLICE,
    envelopeBytes: Math.round(median(envelopes.map(({ length }) => length))),
    perSecond,
    ceilingPerSecond: Math.round(median(figures.map((f) => f.ceiling))),
    ratio: median(figures.map((f) => f.perSecond / f.ceiling)),
  };
  return result;
}

async function rate<T>(parts: readonly T[], act: (part: T) => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await Promise.all(parts.map(act));
  return (parts.length * 1000) / (performance.now() - begin);
}

async function registration(network: Uint8Array, signer: Signer, lot: Lot): Promise<Uint8Array> {
  const place = { office: AGENCY, district: "main", level: "surface" };
  const commitment = new Uint8Array(32);
  const source = { kind: "survey", date: "2026-01-05", commitment, validatedBy: AGENCY };
  const body = registrationOf({ ...lot, reference: lot.id }, place, source, false);
  const validUntil = Date.now() + 3_600_000;
  const signers = [signer.thumbprint];
  const draft = newTransaction({ network, type: "land.register", body, validUntil, signers });
  return signTransaction(draft, signer);
}
