import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const built = fileURLToPath(new URL("../../dist/node/give-way.js", import.meta.url));
const script = `
  import { getPriority } from "node:os";
  import { giveWay } from ${JSON.stringify(built)};
  giveWay(process.argv[1]);
  console.log(getPriority());
`;

it.runIf(process.platform === "linux").each([
  ["to-main", 0, 10],
  ["to-all", 0, 19],
  ["to-main", 15, 15],
])("gives way %s from priority %i: %i, and never takes any back", (to, before, after) => {
  const node = [process.execPath, "--input-type=module", "--eval", script, to];
  expect(Number(execFileSync("nice", ["-n", String(before), ...node]))).toBe(after);
});
