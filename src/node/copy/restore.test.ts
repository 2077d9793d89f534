import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appoint, foundNetwork, grow, officeKey, openNode } from "../../../test/copies.js";
import { tempDir } from "../../../test/temp-log.js";
import { toHex } from "../../base/text.js";
import { parseTrustFile } from "../../crypto/trust.js";
import { verifyReceipt } from "../../ledger/verify-receipt.js";
import { DurableRecord } from "../../storage/log/durable-record.js";
import { DataDirectory } from "../data-directory.js";
import { audit } from "./audit.js";
import { backup } from "./backup.js";
import { BackupReader } from "./backup-format.js";
import { type RestoreOptions, restore } from "./restore.js";
import { Staging } from "./staging.js";

const fresh = (): string => join(tempDir(), "dir");
const refused = (code: string) => expect.objectContaining({ code });

const put = (file: string, data: DataDirectory, more: Partial<RestoreOptions> = {}) =>
  restore({ file, data, acceptLoss: false, now: Date.now(), ...more });

function copied(data: DataDirectory): DataDirectory {
  const copy = new DataDirectory(fresh());
  cpSync(data.root, copy.root, { recursive: true });
  return copy;
}

/** Every file under a directory with a digest of its bytes, but for the lock's. */
/** What a database keeps beside its file comes and goes as it is opened. */
const OPENED = /\.sqlite-(?:wal|shm)$/;

function everything(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("/lock"))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !OPENED.test(path))
      .map((path) => [path, createHash("sha256").update(readFileSync(path)).digest("hex")]),
  );
}

function readBackup(file: string): void {
  const reader = new BackupReader(file);
  try {
    for (const _ of reader.entries());
  } finally {
    reader.close();
  }
}

describe("a backup", () => {
  it("is taken beside a running node and gives its root in an empty directory", async () => {
    const data = foundNetwork(tempDir(), ["a", "b"]);
    await grow(data, 0, 2);
    const node = await openNode(data);
    await appoint(node, 2);
    const file = fresh();
    const taken = await backup({ data, file });
    expect(taken.size).toBe(node.opened.ledger.size);
    await appoint(node, 3);
    await node.stop();
    const empty = new DataDirectory(fresh());
    expect(await put(file, empty)).toEqual(taken);
    const { root, size, facts } = await audit({ data: empty, workers: 0 });
    expect({ root, size, facts }).toEqual(taken);
    const reader = await openNode(empty);
    expect([reader.accepts, reader.opened.published.size]).toEqual([false, taken.size]);
    await reader.stop();
    expect(existsSync(join(empty.root, "restore"))).toBe(false);
  });

  it("is refused, whichever byte is changed and wherever it ends, before anything is written", async () => {
    const data = foundNetwork(tempDir());
    const file = fresh();
    await backup({ data, file });
    const bytes = new Uint8Array(readFileSync(file));
    const empty = new DataDirectory(fresh());
    const form = refused("BACKUP_FORM");
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(file, damaged);
      expect(() => readBackup(file)).toThrow(form);
      if (at % 97 === 0) await expect(put(file, empty)).rejects.toEqual(form);
    }
    for (const length of [0, 4, 5, 100, bytes.length - 33, bytes.length - 1]) {
      writeFileSync(file, bytes.subarray(0, length));
      await expect(put(file, empty)).rejects.toEqual(form);
    }
    writeFileSync(file, Uint8Array.of(...bytes, 0));
    await expect(put(file, empty)).rejects.toEqual(form);
    expect([...everything(empty.root)]).toEqual([]);
  });

  it("takes the place of a damaged log, and the node signs again", async () => {
    const data = foundNetwork(tempDir());
    await grow(data, 0, 2);
    const file = fresh();
    const taken = await backup({ data, file });
    const [name = ""] = readdirSync(data.log);
    const bytes = readFileSync(join(data.log, name));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(join(data.log, name), bytes);
    await expect(openNode(data)).rejects.toEqual(refused("LOG_CORRUPT"));
    expect(await put(file, data)).toEqual(taken);
    expect(readdirSync(data.evidence)).toHaveLength(1);
    const node = await openNode(data);
    expect(node.accepts).toBe(true);
    await appoint(node, 2);
    await node.stop();
    expect(await audit({ data, workers: 0 })).toMatchObject({ valid: true });
  });

  it("is refused where another network is, and where what was signed is another history", async () => {
    const data = foundNetwork(tempDir());
    const stranger = foundNetwork(tempDir());
    const other = copied(data);
    await grow(data, 0, 1);
    await grow(other, 5, 1);
    const file = fresh();
    await backup({ data, file });
    await expect(put(file, stranger)).rejects.toEqual(refused("LOG_NETWORK"));
    await expect(put(file, other)).rejects.toEqual(refused("BACKUP_FORK"));
  });
});

/** A network that has lost what came after its backup; receipts made before and after that. */
async function loss(agencies: readonly string[] = ["a", "b"]) {
  const data = foundNetwork(tempDir(), agencies);
  await grow(data, 0, 1);
  const node = await openNode(data);
  const below = await node.receipt(officeKey(0), null);
  await appoint(node, 1);
  const closing = await node.receipt(officeKey(1), null);
  const file = fresh();
  const taken = await backup({ data, file });
  await appoint(node, 2);
  const above = await node.receipt(officeKey(2), null);
  const recorded = node.opened.ledger.size;
  await node.stop();
  rmSync(data.log, { recursive: true });
  return { data, file, taken, recorded, receipts: { below, closing, above } };
}

describe("a loss", () => {
  it("is not accepted unless that is asked for, and changes nothing then", async () => {
    const { data, file } = await loss();
    const before = everything(data.root);
    await expect(put(file, data)).rejects.toEqual(refused("BACKUP_OLDER"));
    expect(everything(data.root)).toEqual(before);
  });

  it("that is accepted ends the epoch and begins one with new keys", async () => {
    const { data, file, taken, recorded, receipts } = await loss();
    const secrets = [...everything(data.keys)].filter(([path]) =>
      /-(log|cosigner)\.key$/.test(path),
    );
    const result = await put(file, data, { acceptLoss: true });
    expect(result.size).toBeGreaterThan(taken.size);
    const node = await openNode(data);
    expect(node.accepts).toBe(true);
    const trust = parseTrustFile(node.trust());
    expect(trust.epochs).toMatchObject([
      { from: 0, to: taken.size, closing: { size: taken.size } },
      { from: taken.size, to: null, closing: null },
    ]);
    const epoch = node.newest("governance/epoch/1").value;
    expect(epoch).toMatchObject({ lost: { from: taken.size, to: recorded } });
    expect(verifyReceipt(receipts.below, trust).code).toBeNull();
    expect(verifyReceipt(receipts.closing, trust).code).toBe("CHECKPOINT_THRESHOLD");
    expect(verifyReceipt(receipts.above, trust).receipt).toBeNull();
    await appoint(node, 7);
    const after = await node.receipt(officeKey(7), null);
    expect(verifyReceipt(after, trust)).toMatchObject({ code: null });
    expect(verifyReceipt(await node.receipt(officeKey(0), null), trust).code).toBeNull();
    await node.stop();
    expect(await audit({ data, workers: 0 })).toMatchObject({ valid: true });
    const now = everything(data.root);
    expect(secrets).toHaveLength(4);
    for (const [path, old] of secrets) {
      expect([now.has(path), [...now.values()].includes(old)]).toEqual([true, false]);
    }
  });

  it("has a closing checkpoint that both epochs' agencies have signed", async () => {
    const { data, file, taken } = await loss();
    await put(file, data, { acceptLoss: true });
    const node = await openNode(data);
    const trust = node.trust();
    const closing = [...node.opened.log.checkpoints()].findLast(({ size }) => size === taken.size);
    await node.stop();
    writeFileSync(data.trust, trust);
    const checkpoint = closing?.text ?? "";
    expect(await audit({ data, workers: 0, checkpoint })).toMatchObject({ valid: true });
  });

  it.each([
    ["passed its gate", () => {}],
    ["moved the old log", (data: DataDirectory) => rmSync(data.log, { recursive: true })],
    [
      "moved the new log",
      (data: DataDirectory) => {
        rmSync(data.log, { recursive: true });
        renameSync(new Staging(data).log, data.log);
      },
    ],
    [
      "moved a key",
      (data: DataDirectory) =>
        renameSync(join(new Staging(data).keys, "a-log.key"), join(data.keys, "a-log.key")),
    ],
  ])("is finished by the next restore where one was interrupted that had %s", async (_, more) => {
    const { data, file } = await loss();
    mkdirSync(data.log);
    writeFileSync(join(data.log, "0000000000000000.seg"), "damaged");
    // No old log can be moved there, so the restore ends just behind its gate.
    writeFileSync(data.evidence, "");
    await expect(put(file, data, { acceptLoss: true })).rejects.toEqual(refused("DISK_IO"));
    rmSync(data.evidence);
    more(data);
    await expect(openNode(data)).rejects.toEqual(refused("DATA_RESTORING"));
    const result = await put(file, data);
    const node = await openNode(data);
    expect([node.accepts, node.opened.ledger.size]).toEqual([true, result.size]);
    await node.stop();
    expect(await audit({ data, workers: 0 })).toMatchObject({ valid: true });
    expect(existsSync(new Staging(data).root)).toBe(false);
  });

  it("is not accepted where the log that is there is whole and longer", async () => {
    const data = foundNetwork(tempDir());
    const file = fresh();
    await backup({ data, file });
    await grow(data, 0, 1);
    const before = everything(data.log);
    const whole = put(file, data, { acceptLoss: true });
    await expect(whole).rejects.toEqual(refused("DATA_LOG_LONGER"));
    expect(everything(data.log)).toEqual(before);
  });

  it("is not accepted without the governors' keys, and leaves nothing behind", async () => {
    const { data, file } = await loss();
    rmSync(join(data.keys, "a-governor.key"));
    const before = everything(data.root);
    const short = put(file, data, { acceptLoss: true });
    await expect(short).rejects.toEqual(refused("RENEW_REFUSED"));
    rmSync(join(data.keys, "b-governor.key"));
    const none = put(file, data, { acceptLoss: true });
    await expect(none).rejects.toEqual(refused("KEY_NONE"));
    before.delete(join(data.keys, "a-governor.key"));
    before.delete(join(data.keys, "b-governor.key"));
    expect(everything(data.root)).toEqual(before);
  });
});

describe("a backup of an agency that orders with others", () => {
  const consortium = { rpc: "http://127.0.0.1:1", peers: [] };
  const together = (data: DataDirectory, is: boolean) => {
    const { consortium: _, ...config } = data.readConfig();
    data.writeConfig(is ? { ...config, consortium } : config);
  };

  /** An older backup of a consortium's node, which has signed more since; its log is lost. */
  async function lost() {
    const data = foundNetwork(tempDir());
    await grow(data, 0, 2);
    const file = fresh();
    together(data, true);
    await backup({ data, file });
    together(data, false);
    await grow(data, 2, 2);
    const record = DurableRecord.open(data.record);
    const signed = record.read();
    record.close();
    rmSync(data.log, { recursive: true });
    return { data, file, signed };
  }

  it("comes back without a loss, and what was signed last is kept in mind", async () => {
    const { data, file, signed } = await lost();
    together(data, true);
    const { size } = await put(file, data);
    expect(size).toBeLessThan(signed?.size ?? 0);
    const signsFrom = { size: signed?.size, root: toHex(signed?.root ?? new Uint8Array(0)) };
    expect(data.readConfig().consortium).toEqual({ ...consortium, signsFrom });
    // Lost once more before it was back.
    rmSync(data.log, { recursive: true });
    await put(file, data);
    expect(data.readConfig().consortium).toEqual({ ...consortium, signsFrom });
  });

  it("makes no node that orders alone one of a consortium", async () => {
    const { data, file } = await lost();
    await expect(put(file, data)).rejects.toEqual(refused("BACKUP_OLDER"));
    expect(data.readConfig().consortium).toBeUndefined();
  });
});
