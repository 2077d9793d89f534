import { join } from "node:path";
import { fromHex, toHex } from "../../base/text.js";
import { originOf } from "../../crypto/checkpoint.js";
import { formatNote, parseNote } from "../../crypto/note.js";
import type { Block, Ledger } from "../../ledger/ledger.js";
import type { ReplayedBlock } from "../../ledger/replay.js";
import { MemoryState } from "../../ledger/state.js";
import { decodeTransaction, type Transaction } from "../../ledger/transaction.js";
import type { RenewBody } from "../../modules/governance/execute/renew.js";
import { newTransaction, signTransaction } from "../../sdk/transaction.js";
import { DurableRecord } from "../../storage/log/durable-record.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import { type AgencySigners, Cosigner } from "../cosigner.js";
import { nodeError } from "../errors.js";
import { newSecret, type StoredKey, writeKeyFile } from "../key-file.js";
import type { CopyResult } from "./backup.js";
import type { BackupHeader } from "./backup-format.js";
import type { Staging } from "./staging.js";
import { stretchesOf } from "./stretches.js";
import { Verification } from "./verification.js";

export type Renewal = {
  readonly staging: Staging;
  readonly header: BackupHeader;
  /** The directory's keys, the governors' among them. */
  readonly keys: readonly StoredKey[];
  /** The largest size that was signed and is lost. */
  readonly lostTo: number;
  /** ms since 1970. */
  readonly now: number;
  readonly workers: number;
};

const VALIDITY_MS = 3_600_000;

/** Agencies that could sign checkpoints with these keys. */
function agenciesWithKeys(keys: readonly StoredKey[]): string[] {
  const names = keys.flatMap(({ use }) => (use?.role === "cosigner" ? use.agency : []));
  return [...new Set(names)].sort();
}

/**
 * Ends the epoch at the size that is left: a block with `governance.renew`, signed by the governors,
 * after which only new keys count. The old keys have signed other roots for the sizes to come, so
 * they sign nothing here any more; all that is written stands in the staging directory.
 * @throws RENEW_REFUSED, KEY_NONE, REPLAY_*, DISK_*
 */
export async function renewEpoch(renewal: Renewal): Promise<CopyResult> {
  const { staging, header } = renewal;
  const id = fromHex(header.id);
  const governors = renewal.keys.filter(({ use }) => use?.role === "governor");
  if (governors.length === 0 || agenciesWithKeys(renewal.keys).length === 0) {
    throw nodeError("KEY_NONE", { role: "governor, cosigner" });
  }
  const log = SegmentLog.open(staging.log, { networkId: id, record: null });
  const record = DurableRecord.open(staging.record);
  try {
    const ledger = await executeAll(log, id, renewal.workers);
    const agencies = agenciesWithKeys(renewal.keys).map((agency) => newKeys(staging, agency));
    record.write({ ...log.syncNow(), root: fromHex(header.root) });
    await cosignClosing(log, header, agencies, new Cosigner(record), renewal.now);
    const block = await renewBlock(ledger, renewal, agencies, governors);
    log.append(block.leaves);
    record.write({ ...log.syncNow(), root: block.root });
    return { facts: block.size, size: block.size, root: toHex(block.root) };
  } finally {
    log.close();
    record.close();
  }
}

/** What new keys go on from is checked like anybody else's log. */
async function executeAll(log: SegmentLog, network: Uint8Array, workers: number): Promise<Ledger> {
  const verification = new Verification({ network, workers, state: new MemoryState() });
  try {
    let last: ReplayedBlock | null = null;
    for await (const block of verification.blocks(stretchesOf(log))) last = block;
    verification.finish();
    const { ledger } = verification;
    if (ledger === null || last === null) throw nodeError("BACKUP_FORM", { size: log.size });
    return ledger;
  } finally {
    await verification.close();
  }
}

function newKeys(staging: Staging, agency: string): AgencySigners {
  const make = (role: string) =>
    writeKeyFile(
      join(staging.keys, `${agency}-${role}.key`),
      { algorithm: "Ed25519", secret: newSecret(), use: { agency, role } },
      null,
    ).signer;
  return { agency, logKey: make("log"), cosigner: make("cosigner") };
}

/**
 * The closing checkpoint must meet both epochs' thresholds (docs/reference/formats.md, Trust file).
 * So the new keys sign it beside the old signatures, where the backup has those.
 */
async function cosignClosing(
  log: SegmentLog,
  { network, id, size, root }: BackupHeader,
  agencies: readonly AgencySigners[],
  cosigner: Cosigner,
  now: number,
): Promise<void> {
  const old = [...log.checkpoints()].findLast((note) => note.size === size);
  if (old === undefined) return;
  const origin = originOf(network, fromHex(id));
  const checkpoint = { origin, size, root: fromHex(root) };
  const note = await cosigner.sign(agencies, checkpoint, Math.floor(now / 1000));
  const { text, signatures } = parseNote(note);
  const both = [...parseNote(old.text).signatures, ...signatures];
  log.appendCheckpoint(formatNote({ text, signatures: both }));
}

async function renewBlock(
  ledger: Ledger,
  { header, lostTo, now }: Renewal,
  agencies: readonly AgencySigners[],
  governors: readonly StoredKey[],
): Promise<Block> {
  const time = Math.max(now, ledger.head.seal?.time ?? 0);
  const body: RenewBody = {
    closing: header.size,
    lostTo,
    keys: agencies.map(({ agency, logKey, cosigner }) => ({
      name: agency,
      logKey: logKey.publicKey.x,
      cosignerKey: cosigner.publicKey.x,
    })),
  };
  const validUntil = time + VALIDITY_MS;
  const network = fromHex(header.id);
  const transaction = await signed(
    { network, type: "governance.renew", body, validUntil },
    governors,
  );
  const block = ledger.execute(time, null, [transaction]);
  const code = block?.results[0]?.code ?? null;
  if (block === null || code !== "ok") throw nodeError("RENEW_REFUSED", { code });
  return block;
}

async function signed(
  parts: Omit<Parameters<typeof newTransaction>[0], "signers">,
  signers: readonly StoredKey[],
): Promise<Transaction> {
  const thumbprints = signers.map(({ signer }) => signer.thumbprint);
  let bytes = newTransaction({ ...parts, signers: thumbprints });
  for (const { signer } of signers) bytes = await signTransaction(bytes, signer);
  return decodeTransaction(bytes);
}
