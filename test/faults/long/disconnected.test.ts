import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

  const names = ["registry", "treasury", "court", "elections"];

  it.each(names)("go on while %s is cut off, which then catches up", async (name) => {
    const agency = four.of(name);
    network.part([agency.place]);
    await four.load.goesOn(four.without(agency));
    network.heal([agency.place]);
    await four.load.goesOn(four.agencies);
  });

  it.each(
    names.flatMap((name) => (["node", "CometBFT"] as const).map((part) => [part, name] as const)),
  )("go on while the %s of %s alone is cut off, which then catches up", async (part, name) => {
    const agency = four.of(name);
    const [other] = four.without(agency);
    const { place } = agency;
    const port = part === "node" ? place.port : place.p2p;
    network.mute(place, port);
    await four.load.goesOn(four.without(agency), 30);
    const height = agency.figure("engine_height");
    if (part === "node") await expect(height).rejects.toThrowError();
    else expect(await height).toBeLessThan((await other?.figure("engine_height")) ?? 0);
    network.unmute(place, port);
    await four.load.goesOn(four.agencies);
  });

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
