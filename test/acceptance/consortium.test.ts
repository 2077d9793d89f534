import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatNote, parseNote } from "../../src/crypto/note.js";
import { decodeReceipt, encodeReceipt } from "../../src/ledger/receipt.js";
import { run, workDir } from "./counterfoil.js";
import { type Imported, lots, writeGeoJson } from "./parcels.js";

const built = fileURLToPath(new URL("../../.cache/bin/cometbft", import.meta.url));
const hasCometBft = existsSync(built) || process.env["COUNTERFOIL_COMETBFT"] !== undefined;

type Standing = { name: string; node: string; height: number; root: string; cosignatures: number };
type Standings = { agencies: Standing[] };

/** ports of this process, below those that the system gives out. */
const FIRST_PORT = 10_000 + (process.pid % 30) * 300;

const dir = workDir();
const data = join(dir, "four");
const path = (name: string) => join(dir, name);
const consortium = (word: string, ...more: string[]) =>
  run<Standings>(["consortium", word, "--data", data, "--json", ...more]);
const up = () => consortium("up", "--agencies", "4", "--port", String(FIRST_PORT));
const pidOf = (agency: string, of: "node" | "cometbft") =>
  Number(readFileSync(join(data, agency, `${of}.pid`), "utf8"));
const nodeOf = (agency: number) => `http://localhost:${FIRST_PORT + agency}`;

/** Registers parcels by way of one agency. */
async function register(from: number, count: number, agency: number) {
  const file = path(`lots-${from}.geojson`);
  writeGeoJson(file, lots(from, count));
  return run<Imported>([
    "land",
    "import",
    file,
    "--data",
    data,
    "--node",
    nodeOf(agency),
    "--json",
  ]);
}

/** All agencies show one checkpoint, under all of their signatures. */
async function agreed(): Promise<Standing[]> {
  await expect
    .poll(async () => (await consortium("status")).json.agencies, {
      timeout: 60_000,
      interval: 500,
    })
    .toSatisfy((agencies: Standing[]) =>
      agencies.every(({ root, cosignatures }) => root === agencies[0]?.root && cosignatures === 4),
    );
  return (await consortium("status")).json.agencies;
}

describe.runIf(hasCometBft)("four agencies with a CometBFT each", () => {
  beforeAll(async () => {
    const { code, json, stderr } = await up();
    expect([code, stderr]).toEqual([0, ""]);
    expect(json.agencies.map(({ cosignatures }) => cosignatures)).toEqual([4, 4, 4, 4]);
  });
  afterAll(async () => {
    await consortium("down");
  });

  it("take parcels through any of them, and all have the same root", async () => {
    const { json } = await register(0, 20, 1);
    expect(json).toMatchObject({ features: 20, registered: 20, refused: [] });
    const agencies = await agreed();
    expect(new Set(agencies.map(({ root }) => root)).size).toBe(1);
    expect(agencies[0]?.height).toBeGreaterThan(0);
  });

  it("show what one of them has written", async () => {
    const { code, stdout } = await run([
      ...["consortium", "logs", "--data", data, "--agency", "court", "--lines", "500"],
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("court node  Counterfoil is ready");
    expect((await run(["consortium", "logs", "--data", data, "--agency", "none"])).code).toBe(2);
  });

  it("show an administrator how far each of them has signed", async () => {
    const [standing] = await agreed();
    const text = await (await fetch(`${nodeOf(0)}/metrics`)).text();
    const figure = (name: string) =>
      Number(
        text
          .split("\n")
          .find((line) => line.startsWith(`counterfoil_${name} `))
          ?.split(" ")[1],
      );
    expect(figure("engine_peers")).toBe(3);
    expect(figure("engine_height")).toBeGreaterThan(standing?.height ?? 0);
    expect(figure("unshown_blocks")).toBe(0);
    for (const agency of ["registry", "treasury", "court", "elections"]) {
      expect(figure(`cosigned_behind_facts{agency="${agency}"}`)).toBe(0);
    }
  });

  it("give receipts that hold with the quorum's signatures, and not with fewer", async () => {
    const { json: list } = await run<{ items: { key: string }[] }>([
      ...["land", "parcels", "--node", nodeOf(2), "--json"],
    ]);
    const key = list.items[0]?.key ?? "";
    await run(["receipt", key, "-o", path("receipt"), "--node", nodeOf(2), "--data", data]);
    await run(["trust", "-o", path("trust.json"), "--node", nodeOf(3), "--data", data]);
    const receipt = decodeReceipt(readFileSync(path("receipt")));
    const { text, signatures } = parseNote(receipt.checkpoint);
    const log = signatures.filter(({ signature }) => signature.length === 64);
    const cosigned = signatures.filter(({ signature }) => signature.length > 64);
    const verdicts = [];
    for (const kept of [4, 3, 2]) {
      const checkpoint = formatNote({ text, signatures: [...log, ...cosigned.slice(0, kept)] });
      writeFileSync(path("cut"), encodeReceipt({ ...receipt, checkpoint }));
      const { json } = await run<{ valid: boolean }>([
        ...["verify", path("cut"), "--trust", path("trust.json"), "--json"],
      ]);
      verdicts.push(json.valid);
    }
    expect(verdicts).toEqual([true, true, false]);
  });

  it("say who is away, and are begun again", async () => {
    process.kill(pidOf("treasury", "node"), "SIGKILL");
    const { json } = await register(20, 20, 2);
    expect(json).toMatchObject({ registered: 20, refused: [] });
    expect((await consortium("status")).code).toBe(1);
    expect((await up()).code).toBe(0);
    await agreed();
  });

  it("take one back whose log is lost, from a backup older than what it has signed", async () => {
    const court = join(data, "court");
    const backup = ["backup", "-o", path("court.backup"), "--data", court, "--json"];
    expect((await run(backup)).code).toBe(0);
    await register(100, 20, 1);
    for (const of of ["cometbft", "node"] as const) process.kill(pidOf("court", of), "SIGKILL");
    for (const lost of ["log", "index", "tiles", "readmodel", "config.json"]) {
      rmSync(join(court, lost), { recursive: true, force: true });
    }
    await register(120, 10, 1);
    const restore = ["restore", path("court.backup"), "--data", court, "--json"];
    expect((await run(restore)).code).toBe(0);
    expect((await up()).code).toBe(0);
    const agencies = await agreed();
    expect(new Set(agencies.map(({ root }) => root)).size).toBe(1);
  });
});
