import { LedgerNode, nodeDefaults } from "../../node/ledger-node.js";
import { makeLogger } from "../logger.js";
import { accept } from "./accept.js";
import { ledgerIn } from "./large-ledger.js";
import { DURABILITY, type Machine, machine, median } from "./machine.js";
import { scatteredSales, titlesOn } from "./sales.js";
import { Signing } from "./signing.js";

export type GrowthSizes = {
  /** The largest ledger; the others are a tenth of it, a hundredth, down to 10⁴, and two at least. */
  readonly facts: number;
  readonly slices: number;
  /** At the most, as far as the smallest ledger has titles. */
  readonly perSlice: number;
};

export type GrowthBench = {
  readonly name: "growth";
  readonly machine: Machine;
  readonly transaction: string;
  readonly durability: string;
  readonly signatures: string;
  readonly slices: number;
  readonly perSlice: number;
  /** By size, smallest first. */
  readonly sizes: readonly {
    readonly facts: number;
    /** Median of the slices. */
    readonly microsecondsATransaction: number;
  }[];
  /** Median over the slices of the largest ledger's time by the smallest's. */
  readonly ratio: number;
};

const SMALLEST = 10_000;

type Grown = { readonly facts: number; readonly node: LedgerNode; readonly signing: Signing };

/**
 * Time a transaction on ledgers of several sizes, all open at once, their slices alternating.
 * @param dir keeps the ledgers, one directory a size; those that are there are gone on with
 */
export async function benchGrowth(
  dir: string,
  { facts, slices, perSlice: most }: GrowthSizes,
  onProgress: (text: string) => void,
): Promise<GrowthBench> {
  const grown: Grown[] = [];
  try {
    for (const size of sizesUpTo(facts)) grown.push(await open(dir, size, onProgress));
    // A title is sold once in a slice.
    const titles = grown.map(({ node }) => titlesOn(node.opened.index));
    const perSlice = Math.min(most, ...titles);
    const times = grown.map((): number[] => []);
    // The first slice warms up and is not counted.
    for (let slice = 0; slice <= slices; slice++) {
      for (const [i, each] of grown.entries()) {
        const micros = await timedSales(each, perSlice, `growth/${slice}`);
        if (slice > 0) times[i]?.push(micros);
        // It begins with the first block, and takes the thread that executes seconds at 10⁷ facts.
        else await each.node.opened.index.learnt();
      }
      onProgress(`slice ${slice} of ${slices}`);
    }
    return result({ slices, perSlice }, grown, times);
  } finally {
    for (const { node, signing } of grown) {
      await signing.close();
      await node.stop();
    }
  }
}

function sizesUpTo(facts: number): number[] {
  const sizes = [facts];
  for (let size = facts / 10; sizes.length < 2 || size >= SMALLEST; size /= 10) {
    sizes.unshift(Math.ceil(size));
  }
  return sizes;
}

async function open(
  dir: string,
  facts: number,
  onProgress: (text: string) => void,
): Promise<Grown> {
  const data = await ledgerIn(dir, String(facts), facts, onProgress);
  const node = await LedgerNode.open(data, makeLogger("error"));
  onProgress(`${facts} facts: waiting for the read model`);
  await node.readModel.caughtUp();
  return { facts, node, signing: new Signing(node.opened.id, nodeDefaults.workers) };
}

/** Titles all over the register change hands; microseconds a transfer. */
async function timedSales({ node, signing }: Grown, count: number, purpose: string) {
  const sales = scatteredSales(node.opened.index, count, purpose);
  const step = (name: "enrol" | "transfer") =>
    signing.sign(
      sales.map((sale) => ({ step: name, ...sale })),
      Date.now(),
    );
  await accept(node, await step("enrol"));
  const transfers = await step("transfer");
  await node.readModel.caughtUp();
  const begin = performance.now();
  await accept(node, transfers);
  return ((performance.now() - begin) * 1000) / count;
}

function result(
  sizes: Pick<GrowthSizes, "slices" | "perSlice">,
  grown: readonly Grown[],
  times: readonly (readonly number[])[],
): GrowthBench {
  const [smallest = [], largest = []] = [times[0], times.at(-1)];
  return {
    name: "growth",
    machine: machine(),
    transaction: "land.transfer of a whole title, drawn from all on record: 6 facts",
    durability: DURABILITY,
    signatures: `three Ed25519 each, ${nodeDefaults.workers} worker threads`,
    ...sizes,
    sizes: grown.map(({ facts }, i) => ({
      facts,
      microsecondsATransaction: Math.round(median(times[i] ?? [])),
    })),
    ratio: median(largest.map((micros, i) => micros / (smallest[i] ?? Number.NaN))),
  };
}
