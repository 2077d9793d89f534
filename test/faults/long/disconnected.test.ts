import { afterAll, beforeAll, describe, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import { Consortium } from "../consortium.js";
import { canUnplug, Network } from "../network.js";

describe.runIf(canUnplug)("four agencies on machines of their own, under load", () => {
  let network: Network;
  let four: Consortium;
  beforeAll(async () => {
    network = new Network(4);
    four = await Consortium.begin(workDir(), network.places);
  });
  afterAll(async () => {
    await four.end();
    network.remove();
  });

  it.each(["registry", "treasury", "court", "elections"])(
    "go on while %s is cut off, which then catches up",
    async (name) => {
      const agency = four.of(name);
      network.part([agency.place]);
      await four.load.goesOn(four.without(agency));
      network.heal([agency.place]);
      await four.load.goesOn(four.agencies);
    },
  );

  it("decide nothing while they are cut in halves, say so, and go on together", async () => {
    const half = [four.of("court"), four.of("elections")];
    network.part(half.map(({ place }) => place));
    await Promise.all(four.agencies.map(({ node }) => node.says(/ENGINE_QUORUM/)));
    network.heal(half.map(({ place }) => place));
    await four.load.goesOn(four.agencies);
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
