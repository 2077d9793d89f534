import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

const KEPT = 300;
const DEADLINE = { timeout: 420_000, interval: 500 };

describe.runIf(hasCometBft)("four agencies that keep no old blocks, under load", () => {
  let four: Consortium;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4), { keptBlocks: KEPT });
  });
  afterAll(() => four.end());

  it("keep as many as they are told", async () => {
    for (const agency of four.agencies) {
      await expect.poll(async () => (await agency.blocks()).oldest, DEADLINE).toBeGreaterThan(1);
      const { oldest, newest } = await agency.blocks();
      expect(newest - oldest).toBeLessThanOrEqual(KEPT);
    }
  }, 600_000);

  it("go on once all were killed at once", async () => {
    await Promise.all(four.agencies.map((agency) => agency.kill()));
    await Promise.all(four.agencies.map((agency) => agency.begin()));
    await four.load.goesOn(four.agencies);
  });

  it("have one come back that was away for less", async () => {
    await four.goesOnWithout(four.of("court"));
  });

  it("have no blocks for one that was away for longer, which says so and begins from a snapshot", async () => {
    const court = four.of("court");
    const others = four.without(court);
    const { newest } = await court.blocks();
    await court.kill();
    for (const agency of others) {
      await expect
        .poll(async () => (await agency.blocks()).oldest, DEADLINE)
        .toBeGreaterThan(newest + 1);
    }
    await court.begin();
    await court.node.says(/ENGINE_QUORUM/);
    await court.kill();
    await four.load.goesOn(others);
    rmSync(court.data.root, { recursive: true });
    await four.beginAnew(court);
    await four.load.goesOn(four.agencies);
  }, 600_000);

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
