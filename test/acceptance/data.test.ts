import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readFiles } from "../temp-log.js";
import {
  initData,
  launch,
  type Node,
  type Refusal,
  run,
  startNode,
  workDir,
} from "./counterfoil.js";
import { type Imported, lots, writeGeoJson } from "./parcels.js";

const dir = workDir();
const path = (name: string): string => join(dir, name);

const importLots = (node: Node, from: number, count: number) =>
  node.run<Imported & Refusal>([
    ...["land", "import", writeGeoJson(path(`lots-${from}.geojson`), lots(from, count)), "--json"],
  ]);
const audit = (data: string) =>
  run<{ valid: boolean; root: string }>(["audit", "--data", data, "--json"]);
const neverReady = (code: string) => ({
  ready: false,
  code: 3,
  stdout: "",
  stderr: expect.stringContaining(code),
});

describe("a data directory", () => {
  it("is one process's at a time", async () => {
    const node = await startNode(await initData());
    expect(await launch(node.data)).toMatchObject(neverReady("DATA_LOCKED"));
    writeFileSync(path("no.backup"), "");
    for (const args of [
      ["start", "--port", "0"],
      ["restore", path("no.backup")],
      ["replica", "--from", node.address, "--once"],
    ]) {
      const outcome = await run([...args, "--data", node.data, "--json"]);
      expect(outcome).toMatchObject({
        code: 3,
        json: { code: "DATA_LOCKED", facts: { pid: node.pid } },
      });
    }
    expect((await node.get("/health")).status).toBe(200);
    await node.kill("SIGKILL");
    expect(await (await startNode(node.data)).stop()).toBe(0);
  });

  it("of a newer version is not touched", async () => {
    const data = await initData();
    const file = join(data, "config.json");
    const config = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...config, format: 99 }));
    const before = readFiles(join(data, "log"));
    expect(await launch(data)).toMatchObject(neverReady("DATA_NEWER"));
    for (const args of [
      ["audit"],
      ["start"],
      ["backup", "-o", path("b")],
      ["init", "--network", "a"],
    ]) {
      const { code } = await run([...args, "--data", data, "--json"]);
      expect([args[0], code]).toEqual([args[0], args[0] === "init" ? 2 : 3]);
    }
    expect(readFiles(join(data, "log"))).toEqual(before);
  });

  it("that holds a network is not founded again", async () => {
    const data = await initData();
    const keys = readFiles(join(data, "keys"));
    const again = await run(["init", "--network", "another", "--data", data, "--json"]);
    expect(again).toMatchObject({ code: 2, json: { code: "DATA_NOT_EMPTY" } });
    expect(readFiles(join(data, "keys"))).toEqual(keys);
  });

  it("keeps its keys to its owner, and does not work with those that others can read", async () => {
    const data = await initData();
    const keys = readdirSync(join(data, "keys")).filter((name) => name.endsWith(".key"));
    expect(keys.length).toBeGreaterThan(3);
    const modes = keys.map((name) => statSync(join(data, "keys", name)).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
    const [key = ""] = keys;
    chmodSync(join(data, "keys", key), 0o640);
    expect(await launch(data)).toMatchObject(neverReady("KEY_FILE_MODE"));
    const show = ["keys", "show", join(data, "keys", key), "--json"];
    expect(await run(show)).toMatchObject({ code: 3, json: { code: "KEY_FILE_MODE" } });
    chmodSync(join(data, "keys", key), 0o600);
    expect(await (await startNode(data)).stop()).toBe(0);
  });

  it("gets back what is derived, with the same root", async () => {
    const node = await startNode(await initData());
    await importLots(node, 0, 100);
    const before = await node.checkpoint();
    const tile = await (await node.get("/log/tile/0/000")).arrayBuffer();
    await node.stop();
    const { data } = node;
    for (const name of ["index", "tiles", "readmodel"]) {
      rmSync(join(data, name), { recursive: true, force: true });
    }
    const again = await startNode(data);
    expect(await again.checkpoint()).toMatchObject({ size: before.size, root: before.root });
    expect(await (await again.get("/log/tile/0/000")).arrayBuffer()).toEqual(tile);
    const parcel = await again.run<{ value: object }>(["get", "land/parcel/lot-00042", "--json"]);
    expect(parcel).toMatchObject({ code: 0, json: { value: { district: "main" } } });
    // What its index is for: neighbours are found, ids are known.
    expect((await importLots(again, 0, 101)).json).toMatchObject({ registered: 101, flagged: 0 });
    expect([existsSync(join(data, "index")), existsSync(join(data, "tiles"))]).toEqual([
      true,
      true,
    ]);
    await again.stop();
    expect((await audit(data)).json.valid).toBe(true);
  });
});

const mountPoint = path("mounted");
mkdirSync(mountPoint);
const canMount = mount("size=24m") && umount();

function mount(options: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "none", mountPoint]).status === 0;
}
function remount(options: string): void {
  expect(spawnSync("mount", ["-o", `remount,${options}`, mountPoint]).status).toBe(0);
}
function umount(): boolean {
  return spawnSync("umount", [mountPoint]).status === 0;
}

describe.runIf(canMount)("a disk of its own", () => {
  afterAll(() => {
    umount();
  });

  it("may fill up: what was acknowledged stands, and the node goes on once there is room", async () => {
    expect(mount("size=24m")).toBe(true);
    const data = await initData(join(mountPoint, "data"));
    const node = await startNode(data);
    expect((await importLots(node, 0, 50)).json).toMatchObject({ registered: 50 });
    const before = await node.checkpoint();
    fill(join(mountPoint, "ballast"), 300_000);
    const failed = await importLots(node, 1000, 3000);
    expect(failed).toMatchObject({ code: 3, json: { code: "ENGINE_HALTED" } });
    expect(node.stderr).toContain("DISK_FULL");
    const health = await node.get("/health");
    expect([health.status, await health.json()]).toMatchObject([503, { code: "ENGINE_HALTED" }]);
    // It still answers, for what was published before.
    const published = await node.checkpoint();
    expect(published.size).toBeGreaterThanOrEqual(before.size);
    expect((await node.get("/api/v1/land/parcels/lot-00001")).status).toBe(200);
    await node.stop();
    expect(await launch(data)).toMatchObject(neverReady("DISK_"));

    rmSync(join(mountPoint, "ballast"));
    const again = await startNode(data);
    expect((await again.checkpoint()).size).toBeGreaterThanOrEqual(published.size);
    expect((await again.get("/health")).status).toBe(200);
    expect((await importLots(again, 0, 50)).json).toMatchObject({ registered: 50, refused: [] });
    expect((await importLots(again, 1000, 1200)).json).toMatchObject({
      registered: 1200,
      refused: [],
    });
    await again.stop();
    expect((await audit(data)).json.valid).toBe(true);
  });

  it("may be read-only: it can be audited, and no node starts on it", async () => {
    const data = join(mountPoint, "data");
    remount("ro");
    expect(await audit(data)).toMatchObject({ code: 0, json: { valid: true } });
    expect(await launch(data)).toMatchObject(neverReady("DISK_READ_ONLY"));
    const founding = ["init", "--network", "a", "--data", join(mountPoint, "other"), "--json"];
    expect(await run(founding)).toMatchObject({ code: 3, json: { code: "DISK_READ_ONLY" } });
    const key = ["keys", "new", join(mountPoint, "new.key"), "--json"];
    expect(await run(key)).toMatchObject({ code: 3, json: { code: "DISK_READ_ONLY" } });
    remount("rw");
    expect(await (await startNode(data)).stop()).toBe(0);
  });
});

/** Fills the file system but for some bytes. */
function fill(file: string, leave: number): void {
  const { stdout } = spawnSync("df", ["-B1", "--output=avail", mountPoint], { encoding: "utf8" });
  const free = Number(stdout.split("\n")[1]);
  writeFileSync(file, new Uint8Array(free - leave));
}
