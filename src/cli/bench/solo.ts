import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DataDirectory } from "../../node/data-directory.js";
import { found } from "../../node/found.js";
import { LedgerNode, nodeDefaults } from "../../node/ledger-node.js";
import { cliError } from "../errors.js";
import { firstLand } from "../first-land.js";
import { makeLogger } from "../logger.js";
import { accept } from "./accept.js";
import { Ceiling } from "./ceiling.js";
import { AGENCY, DISTRICT, Load, owner } from "./load.js";
import { drawLots } from "./lots.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";

export type Rates = {
  readonly transaction: string;
  readonly envelopeBytes: number;
  /** Signed, executed, durable, provable transactions a second: median of the slices. */
  readonly perSecond: number;
  /** Nothing but the signature checks, one by one, with the same workers. */
  readonly ceilingPerSecond: number;
  /** Median of the slices' ratios. */
  readonly ratio: number;
};

export type SoloBench = Rates & {
  readonly name: "solo";
  readonly machine: Machine;
  readonly durability: string;
  readonly signatures: string;
  readonly slices: number;
  readonly perSlice: number;
  /** The same for other transactions. */
  readonly others: readonly Rates[];
};

export type SoloSizes = { readonly slices: number; readonly perSlice: number };

const KINDS = {
  transfer: "land.transfer of a whole title, three Ed25519 signatures: 6 facts",
  enrolment: "identity.enrol, two Ed25519 signatures: 3 facts",
  registration: "land.register of a parcel with four corners, one Ed25519 signature: 6 facts",
} as const;
type Kind = keyof typeof KINDS;

type Slice = { readonly perSecond: number; readonly ceiling: number };

/**
 * The solo engine in one process, in alternating slices with its own ceiling.
 * @param dir where its ledger is made, under a name of its own, since it is used up
 */
export async function benchSolo(
  dir: string,
  sizes: SoloSizes,
  onProgress: (text: string) => void,
): Promise<SoloBench> {
  const own = mkdtempSync(join(dir, "solo-"));
  try {
    return await run(new DataDirectory(own), sizes, onProgress);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function run(
  data: DataDirectory,
  sizes: SoloSizes,
  onProgress: (text: string) => void,
): Promise<SoloBench> {
  const day = foundDay(data, sizes);
  const node = await LedgerNode.open(data, makeLogger("error"));
  const ceiling = new Ceiling(nodeDefaults.workers);
  const slices: Record<Kind, Slice[]> = { transfer: [], enrolment: [], registration: [] };
  const bytes: Record<Kind, number[]> = { transfer: [], enrolment: [], registration: [] };
  for (const batch of [day.enrolments(0), day.firstTitles()]) await accept(node, batch);
  // The first slice warms up and is not counted.
  for (let slice = 0; slice <= sizes.slices; slice++) {
    const parts: [Kind, Uint8Array[]][] = [
      ["enrolment", day.enrolments(slice + 1)],
      ["transfer", day.transfers(slice)],
      ["registration", day.registrations(slice)],
    ];
    for (const [kind, part] of parts) {
      const limit = await ceiling.perSecond(part);
      const begin = performance.now();
      await accept(node, part);
      const perSecond = (part.length * 1000) / (performance.now() - begin);
      bytes[kind].push(...part.map(({ length }) => length));
      if (slice > 0) slices[kind].push({ perSecond, ceiling: limit });
    }
    onProgress(`slice ${slice} of ${sizes.slices}`);
  }
  await ceiling.close();
  await node.stop();
  const rates = (kind: Kind): Rates => ({
    transaction: KINDS[kind],
    envelopeBytes: Math.round(median(bytes[kind])),
    perSecond: Math.round(median(slices[kind].map(({ perSecond }) => perSecond))),
    ceilingPerSecond: Math.round(median(slices[kind].map((each) => each.ceiling))),
    ratio: median(slices[kind].map((each) => each.perSecond / each.ceiling)),
  });
  return {
    name: "solo",
    machine: machine(),
    ...rates("transfer"),
    durability: DURABILITY,
    signatures: `Ed25519, ${nodeDefaults.workers} worker threads`,
    ...sizes,
    others: [rates("enrolment"), rates("registration")],
  };
}

/** A registry's day in slices: people enrol, titles go from one to the next, parcels are registered. */
function foundDay(data: DataDirectory, { slices, perSlice }: SoloSizes) {
  const officers = [{ role: "registrar", within: null }] as const;
  const agencies = [{ name: AGENCY, title: AGENCY, officers }];
  const land = firstLand(AGENCY, [DISTRICT]);
  const now = Date.now();
  const id = found(data, { network: "bench", demo: false, time: now, agencies, land });
  const registrar = data.readKeys().find(({ use }) => use?.role === "registrar");
  if (registrar === undefined) throw cliError("CLI_KEY_ROLE", { role: "registrar" });
  const load = new Load(id, registrar.signer, now);
  // 26 blocks east is as far as the alphabet names them.
  const blocksNorth = Math.ceil(((slices + 2) * perSlice) / 260);
  const lots = drawLots(1, { blocksEast: 26, blocksNorth });
  const each = <T>(act: (i: number) => T) => Array.from({ length: perSlice }, (_, i) => act(i));
  const holder = (generation: number, i: number) => owner(generation * perSlice + i);
  const lot = (i: number) => {
    const found = lots[i];
    if (found === undefined) throw cliError("CLI_BENCH", { what: "lots" });
    return found;
  };
  return {
    enrolments: (generation: number) => each((i) => load.enrolment(holder(generation, i))),
    firstTitles: () => each((i) => load.registration(lot(i), holder(0, i))),
    transfers: (slice: number) =>
      each((i) => load.transfer(lot(i).id, slice + 1, holder(slice, i), holder(slice + 1, i))),
    registrations: (slice: number) =>
      each((i) => load.registration(lot((slice + 1) * perSlice + i), null)),
  };
}
