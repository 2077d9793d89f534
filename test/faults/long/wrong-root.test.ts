import { existsSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import type { Agency } from "../agency.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

const preload = pathToFileURL("test/faults/wrong-root.mjs").href;

describe.runIf(hasCometBft)("four agencies, one of which computes a wrong root", () => {
  let four: Consortium;
  let court: Agency;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4));
    court = four.of("court");
    await court.end();
    await court.begin({ NODE_OPTIONS: `--import=${preload}` });
    await four.load.goesOn(four.agencies);
  });
  afterAll(() => four.end());

  it("go on without it, and it stops and says why", async () => {
    court.node.signal("SIGUSR2");
    await court.node.says(/COSIGN_FORK.*the engine has stopped/);
    await four.load.goesOn(four.without(court));
    const health = await fetch(`${court.address}/health`);
    expect([health.status, (await health.json()).code]).toEqual([503, "ENGINE_HALTED"]);
  });

  it("keep its checkpoint as evidence beside their own", () => {
    for (const { data } of four.without(court)) {
      expect(existsSync(data.evidence) && readdirSync(data.evidence).length).toBeGreaterThan(0);
    }
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await court.kill();
    await four.agree(four.without(court));
  });
});
