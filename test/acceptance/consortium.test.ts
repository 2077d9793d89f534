import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatNote, parseNote } from "../../src/crypto/note.js";
import { decodeReceipt, encodeReceipt } from "../../src/ledger/receipt.js";
import { type Node, readNote, run, startNode, workDir } from "./counterfoil.js";
import { type Imported, lots, writeGeoJson } from "./parcels.js";

const built = fileURLToPath(new URL("../../.cache/bin/cometbft", import.meta.url));
const comet = process.env["COUNTERFOIL_COMETBFT"] ?? built;

type Standing = {
  name: string;
  node: string;
  height: number;
  root: string;
  cosignatures: number;
  trouble: string | null;
};
type Standings = { agencies: Standing[] };

/** Ports of this process, below those that the system gives out. */
const FIRST_PORT = 10_000 + (process.pid % 30) * 300;

const FIFTH = "health";
const DAY_MS = 86_400_000;

const dir = workDir();
const path = (name: string) => join(dir, name);
const data = path("four");
const fifthData = path("fifth");
const agencies = ["registry", "treasury", "court", "elections"];
const consortium = (word: string, ...more: string[]) =>
  run<Standings>(["consortium", word, "--data", data, "--json", ...more]);
const up = () => consortium("up", "--agencies", "4", "--port", String(FIRST_PORT));
const pidOf = (agency: string, of: "node" | "cometbft") =>
  Number(readFileSync(join(data, agency, `${of}.pid`), "utf8"));
const nodeOf = (agency: number) => `http://localhost:${FIRST_PORT + agency}`;
const rpcOf = (agency: number) => `http://127.0.0.1:${FIRST_PORT + 200 + agency}`;

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

/** Makes, signs and sends a transaction with a governor's key by way of some agency's node. */
async function send(type: string, body: object, governor: string): Promise<string> {
  const [json, tx] = [path("body.json"), path("made.tx")];
  const keys = join(governor === FIFTH ? fifthData : data, "keys");
  const key = join(keys, `${governor}-governor.key`);
  writeFileSync(json, JSON.stringify(body));
  const at = ["--node", nodeOf(1), "--data", data, "--json"];
  const made = await run<{ id: string }>(["tx", "new", type, json, "-o", tx, "--as", key, ...at]);
  await run(["tx", "sign", tx, "--as", key, ...at]);
  const { code, stdout } = await run(["submit", tx, ...at]);
  expect([type, code, stdout]).toEqual([type, 0, expect.any(String)]);
  return made.json.id;
}

/** What these agencies want, the first of whom proposes it. */
async function decide(action: object, voters: readonly string[]): Promise<void> {
  const [agency = ""] = voters;
  const deadline = Date.now() + DAY_MS;
  const proposal = await send("governance.propose", { agency, deadline, action }, agency);
  for (const voter of voters) {
    await send("governance.vote", { proposal, agency: voter, approve: true }, voter);
  }
}

async function checkpointOf(address: string) {
  const response = await fetch(`${address}/log/checkpoint`);
  if (!response.ok) return null;
  const note = await response.text();
  const cosigned = parseNote(note)
    .signatures.filter(({ signature }) => signature.length > 64)
    .map(({ name }) => name);
  return { ...readNote(note), cosigned: cosigned.sort() };
}

/** All of these show one checkpoint, under the signatures of all who are named. */
async function agreedUnder(
  addresses: readonly string[],
  signers: readonly string[],
): Promise<void> {
  await expect
    .poll(() => Promise.all(addresses.map(checkpointOf)), { timeout: 60_000, interval: 300 })
    .toSatisfy(
      (all: Awaited<ReturnType<typeof checkpointOf>>[]) =>
        new Set(all.map((each) => each?.root)).size === 1 &&
        all.every((each) => each?.cosigned.join() === [...signers].sort().join()),
    );
}

/** It shows what the others decide, takes nothing in, and says why. */
async function onlyFollows(address: string): Promise<void> {
  const health = await fetch(`${address}/health`);
  expect([health.status, (await health.json()).code]).toEqual([503, "AGENCY_NONE"]);
  const file = path("refused.geojson");
  writeGeoJson(file, lots(900, 1));
  const at = ["--data", data, "--node", address, "--json"];
  const { code, stdout } = await run(["land", "import", file, ...at]);
  expect([code, stdout]).toEqual([1, expect.stringContaining("AGENCY_NONE")]);
}

describe.runIf(existsSync(comet))("four agencies with a CometBFT each", () => {
  let fifth: Node;

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

  it("have logs of their own that an audit finds whole, beside their running nodes", async () => {
    const audits = await Promise.all(
      agencies.map((name) =>
        run<{ valid: boolean }>(["audit", "--data", join(data, name), "--json"]),
      ),
    );
    expect(audits.map(({ code, json }) => [code, json.valid])).toEqual(Array(4).fill([0, true]));
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
    for (const agency of agencies) {
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
    // Without its node CometBFT ends by itself, but for some cases, in which it hangs.
    process.kill(pidOf("treasury", "cometbft"), "SIGSTOP");
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

  it("are joined by one that nobody knew at the founding, from a snapshot, while they are at work", async () => {
    const p2p = `127.0.0.1:${FIRST_PORT + 104}`;
    const working = register(200, 200, 3);
    const own = ["--data", fifthData, "--json"];
    const init = ["consortium", "init", "--agency", FIFTH, "--node", nodeOf(4), "--p2p", p2p];
    expect((await run([...init, ...own])).code).toBe(0);
    const joined = await run<{ founder: boolean; trusted: { height: number } }>([
      ...["consortium", "join", join(data, "founding.json"), "--listen", p2p],
      ...["--rpc", String(FIRST_PORT + 204), "--state-sync", rpcOf(0), rpcOf(1), ...own],
    ]);
    expect(joined.json).toMatchObject({ founder: false, trusted: { height: expect.any(Number) } });
    fifth = await startNode(fifthData, FIRST_PORT + 4);
    const home = join(fifthData, "cometbft");
    const child = spawn(comet, ["start", "--home", home], { stdio: "ignore" });
    // Before its application: without that it would wait.
    afterAll(() => void child.kill());
    expect((await working).json).toMatchObject({ registered: 200, refused: [] });
    await agreedUnder([nodeOf(0), fifth.address], agencies);
    expect(fifth.stderr).toContain("began from a snapshot");
    await onlyFollows(fifth.address);
  });

  it("admit it by their votes, and it signs with them", async () => {
    const { json } = await run<{ organisation: string; digest: string; body: object }>([
      ...["governance", "accreditation", join(fifthData, "member.json"), "--json"],
    ]);
    const { organisation, digest, body } = json;
    await decide({ kind: "accredit", organisation, digest: { hex: digest } }, agencies.slice(0, 3));
    await send("identity.register", body, "court");
    const member = JSON.parse(readFileSync(join(fifthData, "member.json"), "utf8"));
    const { logKey, cosignerKey, validatorKey } = member.governance;
    await decide(
      {
        ...{ kind: "admit", agency: FIFTH, organisation, replaces: null },
        ...{ logKey, cosignerKey, validatorKey },
      },
      agencies.slice(0, 3),
    );
    await register(500, 5, 2);
    await agreedUnder([0, 1, 2, 3, 4].map(nodeOf), [...agencies, FIFTH]);
  });

  it("go on without the first agency once that is removed, which only follows", async () => {
    const remove = { kind: "remove", agency: "registry", compromised: false };
    await decide(remove, [...agencies.slice(1), FIFTH]);
    await register(600, 5, 4);
    await agreedUnder([0, 1, 2, 3, 4].map(nodeOf), [...agencies.slice(1), FIFTH]);
    await onlyFollows(nodeOf(0));
    const troubles = (await consortium("status")).json.agencies.map(({ trouble }) => trouble);
    expect(troubles).toEqual(["AGENCY_NONE", null, null, null]);
  });

  it("are followed by the first day's trust file, offline", async () => {
    const at = ["--node", fifth.address, "--data", data];
    const { json: list } = await run<{ items: { key: string }[] }>([
      ...["land", "parcels", ...at, "--limit", "1", "--json"],
    ]);
    await run(["receipt", list.items[0]?.key ?? "", "-o", path("receipt"), ...at]);
    // Each of them can lead the way, whether it signed each change, only followed, or came later.
    const bundles = await Promise.all(
      [0, 1, 2, 3, 4].map((agency) =>
        run<{ epochs: number }>([
          ...["trust", "--bundle", "-o", path(`bundle-${agency}`)],
          ...["--node", nodeOf(agency), "--data", data, "--json"],
        ]),
      ),
    );
    expect(bundles.map(({ code, json }) => [code, json.epochs])).toEqual(Array(5).fill([0, 2]));
    const verify = ["verify", path("receipt"), "--trust", path("trust.json"), "--json"];
    const under = ["unshare", "-rn"];
    const alone = await run<{ valid: boolean }>(verify, { under });
    const led = await run<{ valid: boolean }>([...verify, "--bundle", path("bundle-4")], { under });
    expect([alone.json.valid, led.json.valid]).toEqual([false, true]);
  });
});
