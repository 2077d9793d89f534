import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../acceptance/counterfoil.js";
import { Consortium } from "./consortium.js";
import { hasCometBft, localPlaces } from "./places.js";

describe.runIf(hasCometBft)("four agencies under load", () => {
  let four: Consortium;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4));
  });
  afterAll(() => four.end());

  it("go on while an agency's node is killed, and it comes back", async () => {
    const court = four.of("court");
    await court.node.kill();
    await four.load.goesOn(four.without(court));
    await court.engine.kill();
    await court.begin();
    await four.load.goesOn(four.agencies);
  });

  it("go on while an agency's CometBFT is killed, and it comes back", async () => {
    const treasury = four.of("treasury");
    await treasury.engine.kill();
    await four.load.goesOn(four.without(treasury));
    expect(treasury.node.running).toBe(true);
    await treasury.begin();
    await four.load.goesOn(four.agencies);
  });

  it("go on while an agency stands still", async () => {
    const elections = four.of("elections");
    elections.pause();
    await four.load.goesOn(four.without(elections));
    elections.resume();
    await four.load.goesOn(four.agencies);
  });

  it("stop while half of them are gone, and go on when they return", async () => {
    const gone = [four.of("registry"), four.of("court")];
    await Promise.all(gone.map((agency) => agency.kill()));
    await Promise.all(gone.map((agency) => agency.begin()));
    await four.load.goesOn(four.agencies);
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
