import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { idOf } from "../../../src/cli/consortium/join.js";
import { chainIdOf } from "../../../src/engines/cometbft/chain-id.js";
import { trustedBlock } from "../../../src/node/consortium/trusted-block.js";
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
    const officers = court.data.keys;
    const member = court.make({ land: false, officers, validatorKey: null });
    const servers = others.map(({ place }) => `http://127.0.0.1:${place.rpc}`);
    const trusted = await trustedBlock(servers, chainIdOf(idOf(four.founding)));
    court.join(member, four.founding, { servers, trusted });
    await court.begin();
    await court.node.says(/began from a snapshot/);
    const { logKey, cosignerKey, validatorKey } = member.governance;
    const keys = { logKey, cosignerKey, validatorKey, compromised: true };
    await four.officers.decide({ kind: "rotate", agency: "court", ...keys }, others);
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
