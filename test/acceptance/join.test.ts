import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseNote } from "../../src/crypto/note.js";
import { type Node, readNote, run, startNode, workDir } from "./counterfoil.js";
import { type Imported, lots, writeGeoJson } from "./parcels.js";

const built = fileURLToPath(new URL("../../.cache/bin/cometbft", import.meta.url));
const comet = process.env["COUNTERFOIL_COMETBFT"] ?? built;

/** Ports of this process, below those that the system gives out. */
const FIRST_PORT = 10_050 + (process.pid % 30) * 300;
const FIFTH = "health";
const DAY_MS = 86_400_000;

const dir = workDir();
const path = (name: string) => join(dir, name);
const data = path("four");
const fifthData = path("fifth");
const agencies = ["registry", "treasury", "court", "elections"];
const nodeOf = (agency: number) => `http://localhost:${FIRST_PORT + agency}`;
const rpcOf = (agency: number) => `http://127.0.0.1:${FIRST_PORT + 200 + agency}`;

async function register(from: number, count: number, agency: number) {
  const file = path(`lots-${from}.geojson`);
  writeGeoJson(file, lots(from, count));
  return run<Imported>([
    ...["land", "import", file, "--data", data],
    ...["--node", nodeOf(agency), "--json"],
  ]);
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
async function agreed(addresses: readonly string[], signers: readonly string[]): Promise<void> {
  await expect
    .poll(() => Promise.all(addresses.map(checkpointOf)), { timeout: 60_000, interval: 300 })
    .toSatisfy(
      (all: Awaited<ReturnType<typeof checkpointOf>>[]) =>
        new Set(all.map((each) => each?.root)).size === 1 &&
        all.every((each) => each?.cosigned.join() === [...signers].sort().join()),
    );
}

describe.runIf(existsSync(comet))("an agency that nobody knew when the network was founded", () => {
  let fifth: Node;

  beforeAll(async () => {
    const { code } = await run([
      ...["consortium", "up", "--data", data, "--agencies", "4"],
      ...["--port", String(FIRST_PORT), "--json"],
    ]);
    expect(code).toBe(0);
    await register(0, 30, 1);
    await run(["trust", "-o", path("old-trust.json"), "--node", nodeOf(2), "--data", data]);
  });
  afterAll(async () => {
    await run(["consortium", "down", "--data", data]);
  });

  it("begins from a snapshot while the others are at work", async () => {
    const p2p = `127.0.0.1:${FIRST_PORT + 104}`;
    const working = register(100, 200, 3);
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
    await agreed([nodeOf(0), fifth.address], agencies);
    expect(fifth.stderr).toContain("began from a snapshot");
  });

  it("is admitted by the others' votes, and signs with them", async () => {
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
    await register(400, 5, 2);
    await agreed([0, 1, 2, 3, 4].map(nodeOf), [...agencies, FIFTH]);
  });

  it("goes on without the first agency once that is removed, which only follows", async () => {
    const remove = { kind: "remove", agency: "registry", compromised: false };
    await decide(remove, [...agencies.slice(1), FIFTH]);
    await register(500, 5, 4);
    await agreed([0, 1, 2, 3, 4].map(nodeOf), [...agencies.slice(1), FIFTH]);
  });

  it("is followed by the first day's trust file, offline", async () => {
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
    const verify = ["verify", path("receipt"), "--trust", path("old-trust.json"), "--json"];
    const under = ["unshare", "-rn"];
    const alone = await run<{ valid: boolean }>(verify, { under });
    const led = await run<{ valid: boolean }>([...verify, "--bundle", path("bundle-4")], { under });
    expect([alone.json.valid, led.json.valid]).toEqual([false, true]);
  });
});
