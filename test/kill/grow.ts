import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import { drawLots, type Lot } from "#src/cli/bench/lots.js";
import { firstLand } from "#src/cli/first-land.js";
import type { Signer } from "#src/crypto/signer.js";
import { DataDirectory } from "#src/node/data-directory.js";
import { found } from "#src/node/found.js";
import { readKeyFile } from "#src/node/key-file.js";
import { LedgerNode } from "#src/node/ledger-node.js";
import { registrationOf } from "#src/sdk/land.js";
import { newTransaction, signTransaction } from "#src/sdk/transaction.js";

const OFFICE = "registry";
/** Their registrars may register nothing here: what they send is refused, and on record as refused. */
const OTHERS = ["harbour", "court", "survey"];
const UNDER_WAY = 4000;
const FACTS_OF_ONE = 6;
/** 26 blocks of ten lots. */
const ROW_LOTS = 260;

/** A place for every lot that will be registered, in growing and under load. */
export const lotsFor = (facts: number): Lot[] =>
  drawLots(1, { blocksEast: 26, blocksNorth: Math.ceil(facts / FACTS_OF_ONE / ROW_LOTS) });

/** Founds a network in `root` and registers lots until its log has `facts` facts. */
export async function grow(root: string, facts: number): Promise<void> {
  const data = new DataDirectory(root);
  const agency = (name: string) => ({
    name,
    title: name,
    officers: [{ role: "registrar", within: null } as const],
  });
  found(data, {
    ...{ network: "arvenia", demo: false, time: Date.now() },
    agencies: [agency(OFFICE)],
    organisations: OTHERS.map(agency),
    land: firstLand(OFFICE, ["main"]),
  });
  const [registrar] = signersOf(root);
  const node = await LedgerNode.open(data, pino({ enabled: false }));
  const { published, id } = node.opened;
  const lots = lotsFor(facts);
  for (let at = 0; registrar !== undefined && published.size < facts; ) {
    const missing = Math.ceil((facts - published.size) / FACTS_OF_ONE);
    const part = lots.slice(at, at + Math.min(missing, UNDER_WAY));
    at += part.length;
    const envelopes = await Promise.all(part.map((lot) => registration(id, registrar, lot)));
    await Promise.all(envelopes.map((bytes) => node.submit(bytes)));
    process.stderr.write(`\r${published.size} of ${facts} facts`);
  }
  process.stderr.write("\n");
  // The tables for people are made after the blocks, and a start would else go on with them.
  while (node.readModel.lag(Date.now()).facts > 0) await setTimeout(100);
  await node.stop();
}

/** Who signs: the office's registrar, then the others'. */
export function signersOf(root: string): Signer[] {
  const keys = new DataDirectory(root).keys;
  return [OFFICE, ...OTHERS].map((name) => readKeyFile(join(keys, `${name}-registrar.key`)).signer);
}

/** Registers one lot, valid for an hour. */
export async function registration(
  network: Uint8Array,
  signer: Signer,
  { id, shape, legalAreaM2 }: Lot,
): Promise<Uint8Array> {
  const commitment = new Uint8Array(32).fill(7);
  const source = { kind: "survey", date: "2026-01-05", commitment, validatedBy: OFFICE };
  const place = { office: OFFICE, district: "main", level: "surface" };
  const draft = newTransaction({
    network,
    type: "land.register",
    body: registrationOf({ id, reference: id, shape, legalAreaM2 }, place, source, false),
    validUntil: Date.now() + 3_600_000,
    signers: [signer.thumbprint],
  });
  return signTransaction(draft, signer);
}
