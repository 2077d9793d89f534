import { spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readKeyFile } from "../../src/node/key-file.js";
import { initData, type Node, startNode, workDir } from "../acceptance/counterfoil.js";
import { dismissal } from "./dismissal.js";

/** A file system of some megabytes, or null where this user may not mount. */
function smallDisk(): string | null {
  const dir = workDir();
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=48m", "tmpfs", dir]);
  if (status !== 0) return null;
  afterAll(() => {
    spawnSync("umount", ["-l", dir]);
  });
  return dir;
}

const disk = smallDisk();

/** Takes room until there is none: the node takes some meanwhile, so nobody can know how much there is. */
function fill(dir: string): string {
  const path = join(dir, "filler");
  const page = Buffer.alloc(4096);
  const file = openSync(path, "w");
  try {
    for (;;) writeSync(file, page);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  } finally {
    closeSync(file);
  }
  return path;
}

async function send(node: Node): Promise<{ status: number; code: string; index: number }> {
  const { signer } = readKeyFile(join(node.data, "keys/registry-registrar.key"));
  const answer = await fetch(`${node.address}/api/v1/transactions?wait=sealed`, {
    method: "POST",
    headers: { "content-type": "application/cose" },
    body: Buffer.from(await dismissal(node.data, signer)),
  });
  const body = (await answer.json()) as {
    code?: string;
    results?: { code: string; index: number }[];
  };
  const [result] = body.results ?? [];
  return {
    status: answer.status,
    code: result?.code ?? body.code ?? "",
    index: result?.index ?? 0,
  };
}

describe.runIf(disk !== null)("a disk that is full (skipped where this user may not mount)", () => {
  it("stops the node from taking more, leaves it readable, and loses nothing", async () => {
    const data = await initData(join(disk ?? "", "data"));
    const node = await startNode(data);
    const before = await send(node);
    expect(before).toMatchObject({ status: 200, code: "IDENTITY_OFFICIAL_UNKNOWN" });
    const filler = fill(disk ?? "");
    let refused = await send(node);
    // What is left of a page that was taken already may hold a transaction or a few.
    for (let i = 0; i < 200 && refused.status === 200; i++) refused = await send(node);
    expect(refused).toMatchObject({ status: 503, code: "ENGINE_HALTED" });
    expect((await node.get("/health")).status).toBe(503);
    expect((await node.get("/explorer")).status).toBe(200);
    expect((await node.checkpoint()).size).toBeGreaterThan(before.index);
    expect(node.stderr).toContain("DISK_FULL");
    rmSync(filler);
    expect(await send(node)).toMatchObject({ status: 503 });
    const { size } = await node.checkpoint();
    await node.stop();

    const again = await startNode(data);
    expect((await again.checkpoint()).size).toBeGreaterThanOrEqual(size);
    expect(await send(again)).toMatchObject({ status: 200, code: "IDENTITY_OFFICIAL_UNKNOWN" });
    expect(existsSync(filler)).toBe(false);
    await again.stop();
  });
});
