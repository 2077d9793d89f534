import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { BundleStep } from "../../src/ledger/proof-bundle.js";
import { bundleOf, freshKey, SignedLog } from "../signed-log.js";
import { initData, run, startNode, workDir } from "./counterfoil.js";

const dir = workDir();
const path = (name: string): string => join(dir, name);
type Verified = { valid: boolean; code?: string; signedBy: string[] };

const newcomer = (name: string, replaces: string) => ({
  ...{ kind: "admit", agency: name, organisation: name, replaces },
  ...{ logKey: freshKey(), cosignerKey: freshKey(), validatorKey: freshKey() },
});

/** A trust file from the founding; since then three of four agencies have been replaced. */
beforeAll(async () => {
  const log = new SignedLog();
  writeFileSync(path("old.json"), log.trustText());
  const steps: BundleStep[] = [];
  for (const [name, gone] of [
    ["bank", "registry"],
    ["health", "court"],
    ["tax", "treasury"],
  ] as const) {
    expect(log.consortium.decide(newcomer(name, gone))).toBe("ok");
    steps.push(await log.step(steps.length, log.published));
    log.consortium.block();
  }
  writeFileSync(path("today.bundle"), bundleOf(...steps));
  writeFileSync(path("short.bundle"), bundleOf(...steps.slice(0, 1)));
  writeFileSync(path("gap.bundle"), bundleOf(...steps.slice(1)));
  const { published } = log;
  const receipt = await log.receipt(published.size - 2, published, await log.note(published));
  writeFileSync(path("today.receipt"), receipt);
});

const verify = (...more: string[]) =>
  run<Verified>(["verify", path("today.receipt"), "--trust", path("old.json"), ...more, "--json"]);

it("checks today's receipt by a trust file from the founding and a proof bundle", async () => {
  const { code, json } = await verify("--bundle", path("today.bundle"));
  expect(code).toBe(0);
  expect(json.signedBy).toEqual(["audit", "bank", "health", "tax"]);
});

it("does not without it, or with one that goes a part of the way or leaves out an epoch", async () => {
  const alone = await verify();
  expect([alone.code, alone.json.code]).toEqual([1, "CHECKPOINT_THRESHOLD"]);
  const short = await verify("--bundle", path("short.bundle"));
  expect([short.code, short.json.code]).toEqual([1, "CHECKPOINT_THRESHOLD"]);
  const gap = await verify("--bundle", path("gap.bundle"));
  expect(gap.code).toBe(1);
  expect(gap.stdout).toContain("FOLLOW_");
  const none = await verify("--bundle", path("old.json"));
  expect(none.code).toBe(2);
});

it("fetches the bundle of a network whose agencies have not changed yet", async () => {
  const node = await startNode(await initData());
  const { code, json } = await node.run<{ epochs: number; renewals: number }>([
    "trust",
    "--bundle",
    "-o",
    path("fetched.bundle"),
    "--json",
  ]);
  expect([code, json.epochs, json.renewals]).toEqual([0, 0, 0]);
});
