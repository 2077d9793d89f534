import { cpSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { appoint, foundNetwork, grow, openNode } from "../../../test/copies.js";
import { readFiles, tempDir, writeFiles } from "../../../test/temp-log.js";
import { fromHex, toBase64, toHex } from "../../base/text.js";
import { leafHash } from "../../crypto/hash.js";
import { decodeFact, encodeFact, isTombstone } from "../../ledger/fact.js";
import { HEADER_BYTES } from "../../storage/log/format.js";
import { SegmentLog } from "../../storage/log/segment-log.js";
import { DataDirectory } from "../data-directory.js";
import { audit } from "./audit.js";

const run = (data: DataDirectory, checkpoint?: string) =>
  audit({ data, workers: 0, ...(checkpoint !== undefined && { checkpoint }) });

/** A founded network with three blocks more. */
async function network(): Promise<DataDirectory> {
  const data = foundNetwork(tempDir());
  await grow(data, 0, 3);
  return data;
}

/** Index that damage at each byte of the segment must name: the fact that begins at or after it. */
function indexAt(bytes: Uint8Array, at: number): number {
  let [index, offset] = [0, HEADER_BYTES];
  while (offset < bytes.length && at >= offset) {
    const end = offset + 8 + (bytes[offset + 2] ?? 0) * 256 + (bytes[offset + 3] ?? 0);
    if (at < end) return index;
    if (bytes[offset] === 1) index++;
    offset = end;
  }
  return index;
}

type Leaves = { leaf: Uint8Array; key: string; notes: string[] }[];

/** Writes the log again with other leaves and notes; checksums hold, and the record knows nothing. */
function rewrite(data: DataDirectory, change: (leaves: Leaves) => void): void {
  const networkId = fromHex(data.readConfig().id);
  const log = SegmentLog.open(data.log, { networkId, record: null, readOnly: true });
  const notes = [...log.checkpoints()];
  const leaves: Leaves = [...log.leaves()].map(({ index, leaf }) => ({
    leaf,
    key: keyOf(index, leaf),
    notes: notes.filter((note) => note.index === index + 1).map(({ text }) => text),
  }));
  log.close();
  change(leaves);
  rmSync(data.log, { recursive: true });
  rmSync(data.record);
  const other = SegmentLog.open(data.log, { networkId, record: null });
  let block: Uint8Array[] = [];
  for (const { leaf, key, notes: behind } of leaves) {
    block.push(leaf);
    if (key !== "seal") continue;
    other.append(block);
    for (const note of behind) other.appendCheckpoint(note);
    block = [];
  }
  other.append(block);
  other.syncNow();
  other.close();
}

describe("an audit", () => {
  it("finds the node's root, beside the running node too, and changes nothing", async () => {
    const data = await network();
    const node = await openNode(data);
    await appoint(node, 9);
    const { size, head } = node.opened.ledger;
    const root = head.frontier.root();
    const before = readFiles(data.log);
    const expected = { valid: true, facts: size, size, root: toHex(root), firstBad: null };
    expect(await run(data)).toMatchObject({ ...expected, checkpoints: 6, struck: 0 });
    expect(readFiles(data.log)).toEqual(before);
    await node.stop();
    expect(await run(data)).toMatchObject(expected);
  });

  it("names the fact, whichever byte of the log is changed", async () => {
    const data = foundNetwork(tempDir());
    await grow(data, 0, 0);
    const files = readFiles(data.log);
    const [[name, bytes] = ["", new Uint8Array(0)]] = files;
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      writeFiles(data.log, new Map([[name, damaged]]));
      const { valid, firstBad } = await run(data);
      expect([at, valid, firstBad]).toMatchObject([
        at,
        false,
        { index: indexAt(bytes, at), reason: "LOG_CORRUPT" },
      ]);
    }
    writeFiles(data.log, files);
    expect((await run(data)).valid).toBe(true);
  });

  it("passes over what a node is just writing, and not over what is wrong there", async () => {
    const data = await network();
    const whole = await run(data);
    const [[name, bytes] = ["", new Uint8Array(0)]] = readFiles(data.log);
    const unfinished = Uint8Array.of(...bytes, 1, 0, 0, 9, 1, 2);
    writeFiles(data.log, new Map([[name, unfinished]]));
    expect(await run(data)).toMatchObject({ valid: true, root: whole.root });
    const wrong = Uint8Array.of(...bytes, 1, 0, 0, 2, 1, 2, 3, 4, 5, 6);
    writeFiles(data.log, new Map([[name, wrong]]));
    const firstBad = { index: whole.size, reason: "LOG_CORRUPT" };
    expect(await run(data)).toMatchObject({ valid: false, size: whole.size, firstBad });
  });

  it.each([
    [
      "a signature",
      "REPLAY_ENVELOPE",
      (leaves: Leaves) => {
        const at = leaves.findIndex(({ key }) => key.startsWith("tx/"));
        const leaf = leaves[at]?.leaf ?? new Uint8Array(0);
        // The signature ends the envelope; behind it stand "ok", null and a small number.
        leaf[leaf.length - 6] = (leaf[leaf.length - 6] ?? 0) ^ 1;
        return at;
      },
    ],
    [
      "a seal's activity root",
      "REPLAY_ACTIVITY_ROOT",
      (leaves: Leaves) => {
        const leaf = leaves.at(-1)?.leaf ?? new Uint8Array(0);
        leaf[leaf.length - 1] = (leaf.at(-1) ?? 0) ^ 1;
        return leaves.length - 1;
      },
    ],
    [
      "what block 0 says of an official",
      "REPLAY_EXECUTION",
      (leaves: Leaves) => {
        leaves.length = leaves.findIndex(({ key }) => key === "seal") + 1;
        for (const leaf of leaves) leaf.notes = [];
        const at = leaves.findIndex(({ key }) => key.startsWith("identity/official/"));
        const fact = decodeFact(at, leaves[at]?.leaf ?? new Uint8Array(0));
        if (isTombstone(fact)) return at;
        const leaf = encodeFact({ ...fact, value: { organisation: "another" } });
        leaves[at] = { leaf, key: fact.key, notes: [] };
        return at;
      },
    ],
    [
      "an entry into a struck one, without the decision that it names",
      "REPLAY_STRUCK",
      (leaves: Leaves) => {
        const at = leaves.findIndex(({ key }) => key.startsWith("tx/"));
        const hash = leafHash(leaves[at]?.leaf ?? new Uint8Array(0));
        const leaf = Uint8Array.of(0x83, 0x00, 0x58, 0x20, ...hash, 0x18, 0xff);
        leaves.length = leaves.findIndex(({ key }, i) => key === "seal" && i > at) + 1;
        leaves[at] = { leaf, key: "", notes: [] };
        return at;
      },
    ],
    [
      "a checkpoint's signature",
      "AUDIT_CHECKPOINT",
      (leaves: Leaves) => {
        const { notes } = leaves.at(-1) ?? { notes: [] };
        const note = notes[0] ?? "";
        notes[0] = `${note.slice(0, -6)}${note.at(-6) === "A" ? "B" : "A"}${note.slice(-5)}`;
        return leaves.length;
      },
    ],
    [
      "a checkpoint's root",
      "AUDIT_ROOT",
      (leaves: Leaves) => {
        const { notes } = leaves.at(-1) ?? { notes: [] };
        const root = toBase64(new Uint8Array(32).fill(1));
        notes[0] = (notes[0] ?? "").replace(/\n[^\n]{44}\n\n/, `\n${root}\n\n`);
        return leaves.length;
      },
    ],
  ])("finds a change of %s under right checksums: %s", async (_, reason, change) => {
    const data = await network();
    let index = -1;
    rewrite(data, (leaves) => {
      index = change(leaves);
    });
    expect(await run(data)).toMatchObject({ valid: false, firstBad: { index, reason } });
  });

  it("takes the facts of a struck entry's block as they stand", async () => {
    const data = await network();
    const { size, root } = await run(data);
    rewrite(data, (leaves) => {
      const at = leaves.findLastIndex(({ key }) => key.startsWith("tx/"));
      const hash = leafHash(leaves[at]?.leaf ?? new Uint8Array(0));
      const leaf = Uint8Array.of(0x83, 0x00, 0x58, 0x20, ...hash, 0x18, 0xff);
      leaves[at] = { leaf, key: "", notes: [] };
    });
    // Its hash is the old one, so the block's root and the checkpoints under it hold.
    const result = await run(data);
    expect(result).toMatchObject({ size, root, struck: 1, firstBad: { reason: "REPLAY_STRUCK" } });
  });

  it("compares with the record of what was signed", async () => {
    const data = await network();
    const today = await run(data);
    const copy = new DataDirectory(join(tempDir(), "copy"));
    cpSync(data.root, copy.root, { recursive: true });
    await grow(data, 3, 1);
    cpSync(data.record, copy.record);
    const behind = { index: today.size, reason: "LOG_BEHIND" };
    expect(await run(copy)).toMatchObject({ valid: false, root: today.root, firstBad: behind });
    writeFileSync(copy.record, new Uint8Array(8192).fill(1));
    const damaged = { index: today.size, reason: "RECORD_DAMAGED" };
    expect(await run(copy)).toMatchObject({ valid: false, firstBad: damaged });
  });

  it("compares with a checkpoint from elsewhere, by the directory's trust file too", async () => {
    const data = await network();
    const node = await openNode(data);
    const note = node.opened.published.publication?.note ?? "";
    writeFileSync(data.trust, node.trust());
    await node.stop();
    expect(await run(data, note)).toMatchObject({ valid: true });
    const { size } = await run(data);
    const other = note.replace(`\n${size}\n`, `\n${size - 1}\n`);
    expect((await run(data, other)).firstBad).toEqual({
      index: size - 2,
      reason: "AUDIT_ROOT",
      detail: expect.any(String),
    });
    const larger = note.replace(`\n${size}\n`, `\n${size + 1}\n`);
    expect((await run(data, larger)).firstBad).toMatchObject({
      index: size,
      reason: "AUDIT_SHORT",
    });
    const stranger = foundNetwork(tempDir());
    const strange = await openNode(stranger);
    writeFileSync(data.trust, strange.trust());
    await strange.stop();
    const byOthers = { index: size - 1, reason: "AUDIT_CHECKPOINT" };
    expect((await run(data, note)).firstBad).toMatchObject(byOthers);
    await expect(run(data, "no note")).rejects.toMatchObject({ code: "NOTE_FORM" });
  });
});

function keyOf(index: number, leaf: Uint8Array): string {
  const fact = decodeFact(index, leaf);
  return isTombstone(fact) ? "" : fact.key;
}
