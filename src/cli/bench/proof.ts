import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { utf8Encode } from "../../base/text.js";
import { decodeReceipt, encodeReceipt } from "../../ledger/receipt.js";
import { recordKey } from "../../ledger/record-type.js";
import { right } from "../../modules/land/schema.js";
import { LedgerNode } from "../../node/ledger-node.js";
import { cliError } from "../errors.js";
import { makeLogger } from "../logger.js";
import { lotOf } from "./country.js";
import { ledgerIn } from "./large-ledger.js";
import { AGENCY } from "./load.js";
import { type Machine, machine, median } from "./machine.js";
import type { ReceiptTask, ReceiptTimes } from "./receipt-worker.js";
import { scatteredSales } from "./sales.js";

export type ProofSizes = {
  readonly facts: number;
  readonly slices: number;
  /** Receipts. */
  readonly perSlice: number;
};

/** Receipts of one kind, by medians. */
export type ReceiptRates = {
  readonly bytes: number;
  /** Each checked by itself, on one core and in a thread that has nothing else. */
  readonly checkedPerSecond: number;
  readonly signatures: number;
  /** Nothing but the checks of these signatures, one by one, on one core. */
  readonly ceilingPerSecond: number;
  readonly ratio: number;
  /** Where the checkpoint has been checked for another receipt. */
  readonly checkedUnderKnownCheckpointPerSecond: number;
};

export type ProofBench = {
  readonly name: "proof";
  readonly machine: Machine;
  readonly facts: number;
  readonly slices: number;
  readonly perSlice: number;
  readonly agencies: 1;
  /** A right on a title: the leaf that is proved. */
  readonly leafBytes: number;
  /** Made and encoded on one core, with all that a receipt can show. */
  readonly madePerSecond: number;
  /** Shows that the fact is there and the newest of its key. */
  readonly current: ReceiptRates & {
    /** With a leaf of 300 bytes. */
    readonly bytesOf300: number;
    /** For each agency more. */
    readonly bytesAnAgency: number;
  };
  /** Shows besides who authorised it: the whole signed transaction. */
  readonly withAuthority: ReceiptRates;
  /** Of receipts that show currency, each checked by itself: by their signatures alone. */
  readonly ratio: number;
};

/** Receipts for rights all over a ledger. @param dir keeps the ledgers, one directory a size */
export async function benchProof(
  dir: string,
  sizes: ProofSizes,
  onProgress: (text: string) => void,
): Promise<ProofBench> {
  const { facts, slices, perSlice } = sizes;
  const data = await ledgerIn(dir, String(facts), facts, onProgress);
  const node = await LedgerNode.open(data, makeLogger("error"));
  const checker = new Worker(new URL("./receipt-worker.js", import.meta.url));
  try {
    await node.readModel.caughtUp();
    const measured: Measured[] = [];
    // The first slice warms up and is not counted.
    for (let slice = 0; slice <= slices; slice++) {
      measured.push(await measure(node, checker, perSlice, `proof/${slice}`));
      onProgress(`slice ${slice} of ${slices}`);
    }
    return result(sizes, node, measured.slice(1));
  } finally {
    await checker.terminate();
    await node.stop();
  }
}

type Kind = { readonly receipts: readonly Uint8Array[]; readonly times: ReceiptTimes };
type Measured = {
  readonly making: number;
  readonly current: Kind;
  readonly withAuthority: Kind;
};

async function measure(
  node: LedgerNode,
  checker: Worker,
  count: number,
  purpose: string,
): Promise<Measured> {
  const keys = scatteredSales(node.opened.index, count, purpose).map(({ title, sale }) =>
    recordKey(right, `${lotOf(title).id}.${sale}`),
  );
  const whole: Uint8Array[] = [];
  const begin = performance.now();
  for (const key of keys) whole.push(await node.receipt(key, null));
  const making = (performance.now() - begin) / 1000;
  const short = whole.map((bytes) => {
    const { authority: _, ...rest } = decodeReceipt(bytes);
    return encodeReceipt(rest);
  });
  const kind = async (receipts: readonly Uint8Array[]): Promise<Kind> => {
    const answer = once(checker, "message");
    checker.postMessage({ trust: node.trust(), receipts } satisfies ReceiptTask);
    const [times] = (await answer) as [ReceiptTimes];
    return { receipts, times };
  };
  return { making, current: await kind(short), withAuthority: await kind(whole) };
}

function result(
  { facts, slices, perSlice }: ProofSizes,
  node: LedgerNode,
  measured: readonly Measured[],
): ProofBench {
  const rates = (kinds: readonly Kind[]): ReceiptRates => {
    const perSecond = (of: "alone" | "known" | "ceiling") =>
      Math.round(perSlice / median(kinds.map(({ times }) => times[of])));
    return {
      bytes: median(kinds.flatMap(({ receipts }) => receipts.map(({ length }) => length))),
      checkedPerSecond: perSecond("alone"),
      signatures: median(kinds.flatMap(({ times }) => times.signatures)),
      ceilingPerSecond: perSecond("ceiling"),
      ratio: median(kinds.map(({ times }) => times.ceiling / times.alone)),
      checkedUnderKnownCheckpointPerSecond: perSecond("known"),
    };
  };
  const current = rates(measured.map((each) => each.current));
  const leaves = measured.flatMap(({ current: { receipts } }) =>
    receipts.map((bytes) => decodeReceipt(bytes).leaf.length),
  );
  const leafBytes = median(leaves);
  return {
    name: "proof",
    machine: machine(),
    facts,
    slices,
    perSlice,
    agencies: 1,
    leafBytes,
    madePerSecond: Math.round(perSlice / median(measured.map(({ making }) => making))),
    current: {
      ...current,
      bytesOf300: current.bytes - leafBytes + 300,
      bytesAnAgency: cosignatureBytes(node),
    },
    withAuthority: rates(measured.map((each) => each.withAuthority)),
    ratio: current.ratio,
  };
}

/** The line that an agency of a name as long as ours adds to a note: no less is told of it. */
function cosignatureBytes(node: LedgerNode): number {
  const { publication } = node.opened.published;
  const line = publication?.note.split("\n").find((each) => each.startsWith(`— ${AGENCY} `));
  if (line === undefined) throw cliError("CLI_BENCH", { what: AGENCY });
  return utf8Encode(`${line}\n`).length;
}
