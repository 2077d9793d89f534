import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

describe.runIf(hasCometBft)("four agencies, of which one loses its machine, under load", () => {
  let four: Consortium;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4));
  });
  afterAll(() => four.end());

  it("give it other keys by vote, once it has begun from a snapshot on another one", async () => {
    const court = four.of("court");
    const others = four.without(court);
    await court.kill();
    rmSync(court.data.root, { recursive: true });
    await four.load.goesOn(others, 30);
    await four.beginAnew(court);
    await four.load.goesOn(four.agencies);
  });

  it("decide by its new vote where another one is away", async () => {
    await four.goesOnWithout(four.of("treasury"));
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
    expect(four.of("court").node.running).toBe(true);
  });
});
