import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { bundleProgram, tempDir } from "../../test/temp-log.js";
import { DataLock } from "./lock.js";

const program = bundleProgram(`
  import { DataLock } from "./storage/lock.js";
  import { isCoded } from "./base/errors.js";
  setInterval(() => {}, 1000);
  try {
    await DataLock.take(process.argv[2] ?? "");
    console.log("taken");
  } catch (error) {
    console.log(isCoded(error) ? error.code + " " + error.facts["pid"] : String(error));
    process.exit(1);
  }
`);

/** Another process that tries to take the lock, and its answer. */
async function another(dir: string): Promise<{ child: ChildProcess; answer: string }> {
  const child = spawn(process.execPath, [program, dir], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const answer of createInterface({ input: child.stdout })) return { child, answer };
  return { child, answer: "" };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

describe("the lock of a data directory", () => {
  it("is refused while another process holds it, and free once that is killed", async () => {
    const dir = tempDir();
    for (let round = 0; round < 3; round++) {
      const { child, answer } = await another(dir);
      expect(answer).toBe("taken");
      await expect(DataLock.take(dir)).rejects.toMatchObject({
        code: "DATA_LOCKED",
        facts: { pid: child.pid, path: dir },
      });
      await kill(child);
      await (await DataLock.take(dir)).release();
    }
  });

  it("is refused to other processes while this one holds it, even after a second try here", async () => {
    const dir = tempDir();
    const lock = await DataLock.take(dir);
    const link = join(tempDir(), "link");
    symlinkSync(dir, link);
    for (const name of [dir, link]) {
      await expect(DataLock.take(name)).rejects.toMatchObject({ code: "DATA_LOCKED" });
    }
    const refused = await another(dir);
    expect(refused.answer).toBe(`DATA_LOCKED ${process.pid}`);
    await lock.release();
    const allowed = await another(dir);
    expect(allowed.answer).toBe("taken");
    await kill(allowed.child);
  });

  it("comes back where it was deleted", async () => {
    const dir = tempDir();
    await (await DataLock.take(dir)).release();
    rmSync(join(dir, "lock"), { recursive: true });
    await (await DataLock.take(dir)).release();
  });

  it("says so where it cannot be written", async () => {
    const file = join(tempDir(), "file");
    writeFileSync(file, "");
    await expect(DataLock.take(file)).rejects.toMatchObject({
      code: "DISK_IO",
      facts: { errno: "ENOTDIR" },
    });
  });
});
