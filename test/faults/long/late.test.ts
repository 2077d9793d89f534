import { afterAll, beforeAll, describe, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

describe.runIf(hasCometBft)("three of four agencies that have begun", () => {
  let four: Consortium;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4), { late: ["elections"] });
  });
  afterAll(() => four.end());

  it("are joined by the fourth, which fetches every block, and then votes", async () => {
    const elections = four.of("elections");
    await four.load.goesOn(four.without(elections), 60);
    await elections.begin();
    four.load.begin(elections);
    await four.load.goesOn(four.agencies);
    // Without another one of the three nothing is decided but by its vote.
    await four.goesOnWithout(four.of("court"));
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
