import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/base/text.js";
import { formatCheckpoint, parseCheckpoint } from "../../src/crypto/checkpoint.js";
import { cosign } from "../../src/crypto/cosignature.js";
import { formatNote, makeVkey, parseNote, signNoteLine } from "../../src/crypto/note.js";
import { parseTrustFile } from "../../src/crypto/trust.js";
import { verifyReceipt } from "../../src/ledger/verify-receipt.js";
import { tempDir } from "../temp-log.js";
import { vectorFile } from "../vectors.js";
import { livedReceipts, Town } from "./town.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const dir = tempDir();
const log = join(dir, "log");
let town: Town;
let older: string;
let receipts: Map<string, Uint8Array>;

beforeAll(async () => {
  town = await Town.found(join(dir, "data"));
  await town.register(100);
  older = town.checkpoint;
  writeFileSync(join(dir, "older"), older);
  town.wait();
  await town.register(50);
  receipts = await livedReceipts(town);
  town.writeLog(log);
});
afterAll(() => town.stop());

function run(command: string, args: readonly string[], cwd: string) {
  // Python leaves no compiled files behind, Go fetches no other Go.
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", GOTOOLCHAIN: "local" };
  return spawnSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 2 ** 26 });
}

const goFolder = join(here, "go");
const hasGoAndItsModules = run("go", ["mod", "download"], goFolder).status === 0;

describe.runIf(hasGoAndItsModules)("Go's note and tlog (Go 1.26, golang.org/x/mod)", () => {
  const program = join(dir, "interop");
  beforeAll(() => {
    const built = run("go", ["build", "-o", program, "."], goFolder);
    expect(built).toMatchObject({ status: 0, stderr: "" });
  });

  function check(folder: string, olderFile: string): unknown {
    const { stdout, stderr } = run(program, [folder, olderFile], dir);
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  }

  it("agree on the checkpoint, every tile and every entry of a log", () => {
    const { origin, size, root } = parseCheckpoint(parseNote(town.checkpoint).text);
    // Several full tiles, a partial one beside them and a partial one above.
    expect(size).toBeGreaterThan(3 * 256);
    expect(size % 256).toBeGreaterThan(0);
    expect(check(log, join(dir, "older"))).toEqual({
      origin,
      size,
      root: toHex(root),
      olderSize: parseCheckpoint(parseNote(older).text).size,
      logSignatures: 3,
      cosigners: ["audit-office", "registry", "treasury"],
      proofs: size,
    });
  });

  const partial = () => `.p/${town.node.opened.published.size % 256}`;
  it.each([
    ["a full tile", () => "tile/0/000", /inconsistent tile/],
    ["the last full tile", () => "tile/0/002", /inconsistent tile/],
    ["a partial tile", () => `tile/0/003${partial()}`, /inconsistent tile/],
    ["a partial tile above", () => "tile/1/000.p/3", /inconsistent tile/],
    ["a bundle of entries", () => "tile/entries/001", /entry \d+/],
    ["a partial bundle", () => `tile/entries/003${partial()}`, /entry \d+/],
  ])("refuse %s with a bit changed", (_, path, why) => {
    const copy = copyOfLog();
    const file = join(copy, path());
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);
    writeFileSync(file, bytes);
    expect(check(copy, join(dir, "older"))).toEqual({ refused: expect.stringMatching(why) });
  });

  it.each([
    ["the root", /(?<=^.*\n.*\n)./],
    ["a log's signature", /(?<=— counterfoil\/\S+ .{40})./],
    ["a cosignature", /(?<=— treasury .{40})./],
    // Base64 of the key id's four bytes, then of the time's eight.
    ["a cosignature's time", /(?<=— treasury .{14})./],
  ])("refuse a checkpoint with %s changed", (_, letter) => {
    const copy = copyOfLog();
    const changed = town.checkpoint.replace(letter, (old) => (old === "A" ? "B" : "A"));
    expect(changed).not.toBe(town.checkpoint);
    writeFileSync(join(copy, "checkpoint"), changed);
    expect(check(copy, join(dir, "older"))).toEqual({
      refused: expect.stringMatching(/^checkpoint: invalid signature/),
    });
  });

  it("refuse a checkpoint that one agency has not cosigned", () => {
    const copy = copyOfLog();
    const lines = town.checkpoint.split("\n").filter((line) => !line.startsWith("— treasury "));
    writeFileSync(join(copy, "checkpoint"), lines.join("\n"));
    expect(check(copy, join(dir, "older"))).toEqual({
      refused: expect.stringContaining("signed by 3 log keys"),
    });
  });

  it.each([
    ["newest", /inconsistent tile/],
    ["older", /invalid transparency proof/],
  ])("refuse another root for the %s size, though all signed it", async (which, why) => {
    const copy = copyOfLog();
    const [newestFile, olderFile] = [join(copy, "checkpoint"), join(copy, "older")];
    writeFileSync(olderFile, older);
    if (which === "newest") writeFileSync(newestFile, await forked(town.checkpoint));
    else writeFileSync(olderFile, await forked(older));
    expect(check(copy, olderFile)).toEqual({ refused: expect.stringMatching(why) });
  });

  function copyOfLog(): string {
    const copy = tempDir();
    cpSync(log, copy, { recursive: true });
    return copy;
  }

  /** What stolen keys of all agencies can sign: another past of the same size. */
  async function forked(note: string): Promise<string> {
    const checkpoint = parseCheckpoint(parseNote(note).text);
    const { origin } = checkpoint;
    const text = formatCheckpoint({ ...checkpoint, root: new Uint8Array(32).fill(1) });
    const lines = town.node.agencies.flatMap(({ agency, logKey, cosigner }) => [
      signNoteLine(makeVkey(origin, "Ed25519", rawKey(logKey)), logKey, text),
      cosign(makeVkey(agency, "cosignature/v1", rawKey(cosigner)), cosigner, text, 1_700_000_000),
    ]);
    return formatNote({ text, signatures: await Promise.all(lines) });
  }

  const rawKey = ({ publicKey }: { publicKey: { x: Uint8Array } }) => publicKey.x;
});

type Shown = {
  key: string;
  index: number;
  size: number;
  root: string;
  current: boolean;
  retracted: boolean;
  asOf: { time: number; size: number } | null;
  authority: string | null;
  openings: string[];
  signedBy: string[];
};
type ReceiptCase = { receipt: string; trust: string; expect?: Shown };

const pythons = [
  fileURLToPath(new URL("../../.cache/venv/bin/python", import.meta.url)),
  "python3",
];
const python = pythons.find(
  (command) => run(command, ["-c", "import cbor2, cryptography"], dir).status === 0,
);
const hasPythonWithCbor2AndCryptography = python !== undefined;

describe.runIf(hasPythonWithCbor2AndCryptography)("Python with cbor2 and cryptography", () => {
  const program = join(here, "python", "verify_receipt.py");

  const STRIDE = 47;

  /** What the program says of each receipt: what it shows, or null. */
  function judge(trust: string, files: readonly Uint8Array[]): (Shown | null)[] {
    const folder = tempDir();
    writeFileSync(join(folder, "trust.json"), trust);
    const names = files.map((_, i) => `${i}.receipt`);
    for (const [i, bytes] of files.entries()) writeFileSync(join(folder, `${i}.receipt`), bytes);
    const { stdout, stderr } = run(python ?? "", [program, "trust.json", ...names], folder);
    expect(stderr).toBe("");
    const verdicts = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(verdicts).toHaveLength(files.length);
    return verdicts.map((verdict) => ("refused" in verdict ? null : verdict));
  }

  it("shows what our own verifier shows, of every kind of receipt", () => {
    const trust = town.node.trust();
    const all = [...receipts.values()];
    const shown = judge(trust, all);
    expect(shown).toEqual(all.map((bytes) => ours(trust, bytes)));
    expect(shown).not.toContain(null);
    const byName = new Map([...receipts.keys()].map((name, i) => [name, shown[i]]));
    expect(byName.get("current")).toMatchObject({ current: true, asOf: null });
    expect(byName.get("retracted")).toMatchObject({ current: true, retracted: true });
    expect(byName.get("retracted by a tick")?.authority).toMatch(/^tick\//);
    expect(byName.get("as of, replaced later")).toMatchObject({ current: false, retracted: false });
    expect(byName.get("written by the genesis")?.authority).toBe("genesis");
    expect(byName.get("opening")?.openings).toEqual(["/sources/0/commitment"]);
  });

  it("says what our own verifier says of receipts with a bit changed, almost always no", () => {
    const trust = town.node.trust();
    const changed = [...receipts.values()].flatMap((bytes, which) => {
      const places = Math.floor(bytes.length / STRIDE);
      return Array.from({ length: places }, (_, i) => {
        const copy = bytes.slice();
        // Other places and other bits of each receipt.
        const at = i * STRIDE + which;
        copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8));
        return copy;
      });
    });
    const shown = judge(trust, changed);
    expect(shown).toEqual(changed.map((bytes) => ours(trust, bytes)));
    // A line's name or key id may change where enough other lines stay: then it is an unknown one.
    const taken = shown.filter((verdict) => verdict !== null);
    expect(taken.length).toBeLessThan(changed.length / 20);
  });

  const vectors = vectorFile<ReceiptCase, { trusts: Record<string, unknown> }>("receipt.json");
  const used = new Set(vectors?.cases.map(({ trust }) => trust));
  const trusts = Object.entries(vectors?.trusts ?? {}).filter(([name]) => used.has(name));
  it.runIf(vectors).each(trusts)(
    "agrees with the vectors of receipt.json under %s",
    (name, trust) => {
      const cases = (vectors?.cases ?? []).filter((c) => c.trust === name);
      const shown =
        cases.length === 0
          ? []
          : judge(
              JSON.stringify(trust),
              cases.map((c) => fromHex(c.receipt)),
            );
      const named = cases.map((c, i) => [c.name, shown[i]]);
      expect(named).toEqual(cases.map((c) => [c.name, c.expect ?? null]));
    },
  );
});

function ours(trust: string, bytes: Uint8Array): Shown | null {
  const { receipt } = verifyReceipt(bytes, parseTrustFile(trust));
  if (receipt === null) return null;
  const { fact, size, root, current, retracted, asOf, authority, openings, signedBy } = receipt;
  return {
    key: fact.key,
    index: fact.index,
    size,
    root: toHex(root),
    current,
    retracted,
    asOf,
    authority,
    openings: openings.map(({ path }) => path),
    signedBy: [...signedBy],
  };
}
