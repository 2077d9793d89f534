import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { originOf } from "../../crypto/checkpoint.js";
import { LedgerApplication } from "../../engines/application.js";
import { sealBlock, type Way } from "../../engines/way.js";
import type { Block } from "../../ledger/ledger.js";
import { decodeTransaction } from "../../ledger/transaction.js";
import { Cosigner } from "../../node/cosigner.js";
import { DataDirectory } from "../../node/data-directory.js";
import { nodeDefaults } from "../../node/ledger-node.js";
import { type OpenedLedger, openLedger } from "../../node/open-ledger.js";
import { cliError } from "../errors.js";
import { foundCountry, officerOf } from "./country.js";
import { AGENCY } from "./load.js";
import { titlesOn } from "./sales.js";
import { Signing } from "./signing.js";

export type GrowOptions = {
  /** Facts that the log shall have, at least. */
  readonly facts: number;
  /** Threads that sign; 0 signs in the calling one. */
  readonly workers: number;
  readonly onProgress: (facts: number, of: number) => void;
};

/** ms since 1970: all that is made has its time from here on, a second a block. */
const FOUNDED = Date.UTC(2026, 0, 5);
const BLOCK_MS = 1000;
/** Titles that begin in a block: 1,000 transactions, 4,501 facts. */
const TITLES = 250;
/** Blocks whose signatures are made ahead, for each thread that signs. */
const AHEAD = 3;
/** Entries of the index that may wait for the disk. */
const BACKLOG = 200_000;

/**
 * Founds or grows a ledger to so many facts, each with its signatures and its block's checkpoint, as a
 * node writes them; what it does not do is check the signatures that it has just made (an audit does).
 * The same bytes every time, until somebody else has written there.
 * @throws as `openLedger`, CLI_BENCH where a transaction is refused
 */
export async function growLedger(data: DataDirectory, options: GrowOptions): Promise<void> {
  if (!data.founded) foundCountry(data, FOUNDED);
  const nothing = () => {};
  const opened = await openLedger(data, {
    onRecovery: nothing,
    onRebuild: nothing,
    onCatchUp: nothing,
  });
  try {
    const signing = new Signing(opened.id, options.workers);
    try {
      await grow(opened, signing, options);
    } finally {
      await signing.close();
    }
  } finally {
    await opened.close();
  }
}

/** The ledger of this name in a directory, grown to so many facts by all cores. @throws as `growLedger` */
export async function ledgerIn(
  dir: string,
  name: string,
  facts: number,
  onProgress: (text: string) => void,
): Promise<DataDirectory> {
  const data = new DataDirectory(join(dir, name));
  const report = (done: number, of: number) => onProgress(`${done} of ${of} facts`);
  await growLedger(data, { facts, workers: nodeDefaults.workers, onProgress: report });
  return data;
}

async function grow(opened: OpenedLedger, signing: Signing, options: GrowOptions): Promise<void> {
  const { facts, workers, onProgress } = options;
  const { ledger, log, record, index } = opened;
  const application = new LedgerApplication(ledger, log, record, 0);
  const time = () => application.info().time + BLOCK_MS;
  const way: Way = {
    verify: async (bytes) => decodeTransaction(bytes),
    application,
    publish: (block) => publish(opened, block),
    now: time,
  };
  let next = titlesOn(ledger.state);
  const sign = () => {
    const first = next;
    next += TITLES;
    const tasks = Array.from({ length: TITLES }, (_, i) => ({
      step: "begin" as const,
      title: first + i,
    }));
    // A function of the block's number, but where somebody else has brought the ledger further on.
    const begin = Math.max(FOUNDED + (first / TITLES + 1) * BLOCK_MS, time());
    return signing.sign(tasks, Math.floor(begin));
  };
  const ahead = Array.from({ length: Math.max(1, AHEAD * workers) }, sign);
  while (ledger.size < facts) {
    const envelopes = (await ahead.shift()) ?? [];
    ahead.push(sign());
    const transactions = envelopes.map(decodeTransaction);
    const results = await sealBlock(way, transactions);
    const refused = results.find(({ code }) => code !== "ok");
    if (refused !== undefined || results.length !== transactions.length) {
      throw cliError("CLI_BENCH", { what: refused?.code ?? "a full block" });
    }
    onProgress(ledger.size, facts);
    if (index.backlog > BACKLOG) await index.drained();
    await setImmediate();
  }
  await Promise.all(ahead);
}

/** The block's checkpoint goes into the log as a node would put it there. */
async function publish({ config, id, record, log, seals }: OpenedLedger, block: Block) {
  const signers = { agency: AGENCY, logKey: officerOf("log"), cosigner: officerOf("cosigner") };
  const cosigner = new Cosigner(record);
  const { size, root, time } = block;
  const checkpoint = { origin: originOf(config.network, id), size, root };
  log.appendCheckpoint(await cosigner.sign([signers], checkpoint, Math.floor(time / 1000)));
  seals.push(size - 1);
}
