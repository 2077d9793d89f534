import { join } from "node:path";
import { expect, it } from "vitest";
import { run, workDir } from "./counterfoil.js";

/** Sizes at which a bench shows that it works, and measures nothing. */
const tiny = ["--facts", "1000", "--slices", "1", "--per-slice", "50", "--json"];
type Measured = { name: string; machine: { cores: number }; ratio: number };

async function bench<T extends Measured>(
  name: string,
  keep: string,
  more: readonly string[] = [],
): Promise<T> {
  const { code, json, stderr } = await run<T>(["bench", name, ...tiny, ...more, "--keep", keep]);
  expect([code, stderr.includes("Error")]).toEqual([0, false]);
  expect(json.name).toBe(name);
  expect(json.machine.cores).toBeGreaterThan(0);
  expect(json.ratio).toBeGreaterThan(0);
  return json;
}

it("measures how transactions slow down as a ledger grows, and how soon it is ready", async () => {
  const keep = join(workDir(), "ledgers");
  type Growth = Measured & { sizes: { facts: number; microsecondsATransaction: number }[] };
  const { sizes } = await bench<Growth>("growth", keep);
  expect(sizes.map(({ facts }) => facts)).toEqual([100, 1000]);
  for (const size of sizes) expect(size.microsecondsATransaction).toBeGreaterThan(0);
  type Start = Measured & { readyMs: number; audit: { facts: number; ratio: number } };
  const { readyMs, audit, ratio } = await bench<Start>("start", keep);
  expect(readyMs).toBeGreaterThan(0);
  expect(audit.ratio).toBe(ratio);
});

it("measures receipts", async () => {
  type Rates = { bytes: number; checkedUnderKnownCheckpointPerSecond: number };
  type Proof = Measured & { current: Rates; withAuthority: Rates; madePerSecond: number };
  const { current, withAuthority } = await bench<Proof>("proof", join(workDir(), "ledgers"));
  expect(current.checkedUnderKnownCheckpointPerSecond).toBeGreaterThan(0);
  expect(withAuthority.bytes).toBeGreaterThan(current.bytes);
});

it("measures what HTTP costs", async () => {
  type SoloHttp = Measured & { perSecond: number; soloPerSecond: number };
  const { perSecond, soloPerSecond } = await bench<SoloHttp>(
    "solo-http",
    join(workDir(), "ledgers"),
  );
  expect(Math.min(perSecond, soloPerSecond)).toBeGreaterThan(0);
});

it("watches a node's memory under an even load", async () => {
  type Sustained = Measured & { perSecond: number; samples: { resident: number }[] };
  const load = ["--seconds", "10", "--rate", "100"];
  const { samples } = await bench<Sustained>("sustained", join(workDir(), "ledgers"), load);
  expect(samples).toHaveLength(2);
  for (const { resident } of samples) expect(resident).toBeGreaterThan(0);
});

it("says which benches there are", async () => {
  const { code, json } = await run(["bench", "nothing", "--json"]);
  expect([code, json.code]).toEqual([2, "CLI_USAGE"]);
});
