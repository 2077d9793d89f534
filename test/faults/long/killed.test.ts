import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import type { Agency } from "../agency.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";

const names = ["registry", "treasury", "court", "elections"];

describe.runIf(hasCometBft)(
  "four agencies whose processes end one after the other, under load",
  () => {
    let four: Consortium;
    beforeAll(async () => {
      four = await Consortium.begin(workDir(), localPlaces(4));
    });
    afterAll(() => four.end());

    it.each(names)("go on while the node of %s is killed", async (name) => {
      const agency = four.of(name);
      await agency.node.kill();
      await four.load.goesOn(four.without(agency));
      // Without its application it ends by itself, or hangs, where it waited for an answer just then.
      await agency.engine.kill();
      await agency.begin();
      await four.load.goesOn(four.agencies);
    });

    it.each(names)("go on while the CometBFT of %s is killed", async (name) => {
      const agency = four.of(name);
      await agency.engine.kill();
      await four.load.goesOn(four.without(agency));
      expect(agency.node.running).toBe(true);
      await agency.begin();
      await four.load.goesOn(four.agencies);
    });

    const apart = (agency: Agency) => ({
      "node and CometBFT": agency,
      node: agency.node,
      CometBFT: agency.engine,
    });
    const parts = ["node and CometBFT", "node", "CometBFT"] as const;
    it.each(names.flatMap((name) => parts.map((part) => [part, name] as const)))(
      "go on while the %s of %s stand still",
      async (part, name) => {
        const agency = four.of(name);
        const still = apart(agency)[part];
        still.pause();
        await four.load.goesOn(four.without(agency));
        still.resume();
        await four.load.goesOn(four.agencies);
      },
    );

    it.each(names)("go on while %s is begun anew in order", async (name) => {
      const agency = four.of(name);
      await agency.end();
      await four.load.goesOn(four.without(agency));
      await agency.begin();
      await four.load.goesOn(four.agencies);
    });

    it("say so while half of them are gone, and go on when they return", async () => {
      const gone = [four.of("registry"), four.of("court")];
      await Promise.all(gone.map((agency) => agency.kill()));
      await Promise.all(four.without(...gone).map(({ node }) => node.says(/ENGINE_QUORUM/)));
      await Promise.all(gone.map((agency) => agency.begin()));
      await four.load.goesOn(four.agencies);
    });

    it("have lost nothing that was acknowledged, and have one root", async () => {
      await four.agree();
    });
  },
);
