import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { toHex } from "../base/text.js";
import type { Cbor } from "../codec/cbor-value.js";
import { seedSigner } from "../crypto/signer.js";
import { decodeEnvelope, type Envelope } from "../ledger/envelope.js";
import { newTransaction, signTransaction } from "../sdk/transaction.js";
import { Drafts } from "./drafts.js";

const network = new Uint8Array(32).fill(9);
const signer = (n: number) => seedSigner(new Uint8Array(32).fill(n));
const [ana, bo, eve] = [signer(1), signer(2), signer(3)];
const keyId = (signer: typeof ana) => toHex(signer.thumbprint);

function room() {
  const dir = join(mkdtempSync(join(tmpdir(), "drafts-")), "drafts");
  const clock = { now: 1_000_000 };
  /** Eve is nobody on the ledger. */
  const admits = ({ signatures }: Envelope) =>
    signatures.some(({ thumbprint }) => toHex(thumbprint) !== keyId(eve));
  const open = () => new Drafts(dir, { network, now: () => clock.now, admits });
  const draft = (validUntil = 2_000_000, body: Cbor = {}) =>
    newTransaction({
      network,
      type: "land.register",
      body,
      validUntil,
      signers: [ana.thumbprint, bo.thumbprint],
    });
  return { dir, clock, open, draft };
}

describe("drafts", () => {
  it("gathers signatures until the envelope is complete, over a restart", async () => {
    const { dir, open, draft } = room();
    const unsigned = draft();
    const first = open().put(await signTransaction(unsigned, ana));
    expect(first).toMatchObject({ complete: false });
    const drafts = open();
    expect(drafts.put(await signTransaction(unsigned, bo))).toMatchObject({
      id: first.id,
      complete: true,
    });
    expect(toHex(decodeEnvelope(drafts.get(first.id, keyId(bo)).bytes).id)).toBe(first.id);
    expect(statSync(join(dir, readdirSync(dir)[0] ?? "")).mode & 0o077).toBe(0);
  });

  it("shows a draft to its signers and to nobody else", async () => {
    const { open, draft } = room();
    const drafts = open();
    const { id } = drafts.put(await signTransaction(draft(), ana));
    expect(drafts.list(keyId(bo)).map((state) => state.id)).toEqual([id]);
    expect(drafts.list(keyId(eve))).toEqual([]);
    for (const [of, reader] of [
      [id, keyId(eve)],
      ["00".repeat(32), keyId(ana)],
    ] as const) {
      expect(() => drafts.get(of, reader)).toThrowError(
        expect.objectContaining({ code: "DRAFT_UNKNOWN" }),
      );
    }
  });

  it("drops a draft when its time is over", async () => {
    const { dir, clock, open, draft } = room();
    const drafts = open();
    const { id } = drafts.put(await signTransaction(draft(), ana));
    drafts.addNote(id, keyId(bo), { kind: "declined", reason: "other", words: "" });
    expect(drafts.notes(id, keyId(ana))).toHaveLength(1);
    clock.now = 2_000_001;
    expect(() => drafts.get(id, keyId(ana))).toThrowError(
      expect.objectContaining({ code: "DRAFT_UNKNOWN" }),
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  it("refuses what is unsigned, expired, of another network, or wrongly signed", async () => {
    const { open, draft } = room();
    const drafts = open();
    const refuses = (bytes: Uint8Array, code: string) =>
      expect(() => drafts.put(bytes)).toThrowError(expect.objectContaining({ code }));
    refuses(draft(), "DRAFT_UNSIGNED");
    refuses(await signTransaction(draft(999_999), ana), "DRAFT_EXPIRED");
    const other = newTransaction({
      network: new Uint8Array(32),
      type: "x",
      body: {},
      validUntil: 2e6,
      signers: [ana.thumbprint],
    });
    refuses(await signTransaction(other, ana), "ENVELOPE_NETWORK");
    const turned = await signTransaction(draft(), ana);
    turned[turned.length - 1] = (turned.at(-1) as number) ^ 1;
    refuses(turned, "ENVELOPE_SIGNATURE");
  });

  it("keeps no more of one signer than its share", async () => {
    const { open, draft } = room();
    const drafts = open();
    for (let i = 0; i < 100; i++) drafts.put(await signTransaction(draft(), ana));
    const more = await signTransaction(draft(), ana);
    expect(() => drafts.put(more)).toThrowError(
      expect.objectContaining({ code: "DRAFT_SIGNER_FULL" }),
    );
  });

  it("does not let others fill the share of whom they name", async () => {
    const { open, draft } = room();
    const drafts = open();
    for (let i = 0; i < 100; i++) drafts.put(await signTransaction(draft(), bo));
    expect(drafts.put(await signTransaction(draft(), ana))).toMatchObject({ complete: false });
  });

  it("keeps nothing whose signatures together are longer than an envelope may be", async () => {
    const { open, draft } = room();
    const unsigned = draft(2_000_000, { filled: new Uint8Array(32_768 - 350) });
    const { id } = open().put(await signTransaction(unsigned, ana));
    const second = await signTransaction(unsigned, bo);
    expect(() => open().put(second)).toThrowError(
      expect.objectContaining({ code: "ENVELOPE_SIZE" }),
    );
    expect(open().get(id, keyId(bo)).state).toMatchObject({ complete: false });
  });

  it("opens although a file of its holds no draft", async () => {
    const { dir, open, draft } = room();
    const { id } = open().put(await signTransaction(draft(), ana));
    writeFileSync(join(dir, `${id}.tx`), "torn");
    expect(open().list(keyId(ana))).toEqual([]);
  });

  it("refuses what would be valid for longer than any transaction may", async () => {
    const { clock, open, draft } = room();
    const forever = await signTransaction(draft(clock.now + 2_592_000_001), ana);
    expect(() => open().put(forever)).toThrowError(
      expect.objectContaining({ code: "ADMIT_VALIDITY" }),
    );
  });
});
