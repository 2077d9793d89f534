import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../../src/sdk/client.js";
import { workDir } from "../../acceptance/counterfoil.js";
import type { Agency } from "../agency.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

const next = { NODE_OPTIONS: `--import=${pathToFileURL("test/faults/next-version.mjs").href}` };
/** Blocks in which three agencies vote, whatever else is in them. */
const TIME_TO_VOTE = 40;

describe.runIf(hasCometBft)("four agencies whose program is replaced under load", () => {
  let four: Consortium;
  let late: Agency;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4));
    late = four.of("elections");
  });
  afterAll(() => four.end());

  const remark = async (agency: Agency) => {
    const registry = four.of("registry");
    const { code } = await four.officers.send(registry, "registrar", "land.remark", {
      text: `it goes on at ${agency.name}`,
    });
    return code;
  };

  it("go on while one after the other gets it", async () => {
    for (const agency of four.without(late)) {
      await agency.end();
      await four.load.goesOn(four.without(agency));
      await agency.begin(next);
      await four.load.goesOn(four.agencies);
    }
    expect(await remark(four.of("registry"))).toBe("TX_TYPE");
  });

  it("run a module's new version from the height that they decided on; who lacks it stops there", async () => {
    const upgraded = four.without(late);
    const { height } = (await createClient(late.address).network({})).body;
    const action = { kind: "activate", module: "land", version: 3, height: height + TIME_TO_VOTE };
    await four.officers.decide(action, upgraded);
    await late.node.says(/MODULE_UNKNOWN/);
    await four.load.goesOn(upgraded);
    expect(await remark(four.of("registry"))).toBe("ok");
    const health = await fetch(`${late.address}/health`);
    expect([health.status, (await health.json()).code]).toEqual([503, "ENGINE_HALTED"]);
  });

  it("are joined again by who lacked it, once its program was replaced too", async () => {
    await late.kill();
    await late.begin(next);
    await four.load.goesOn(four.agencies);
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
