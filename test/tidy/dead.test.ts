import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "./sources.js";

/** `ignoreDependencies` of knip.json: what is read by path, or only by a bench that says how to get it. */
it("has no dead file, export or dependency", () => {
  const args = ["--config", "test/tidy/knip.json", "--no-progress", "--no-config-hints"];
  const { stdout, status } = spawnSync(
    process.execPath,
    ["node_modules/knip/bin/knip.js", ...args, "--reporter", "compact"],
    { cwd: root, encoding: "utf8" },
  );
  expect(stdout.trim().split("\n").filter(Boolean)).toEqual([]);
  expect(status).toBe(0);
});
