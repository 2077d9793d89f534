import { renameSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rekey } from "../../../src/cli/consortium/rekey.js";
import { createClient } from "../../../src/sdk/client.js";
import { workDir } from "../../acceptance/counterfoil.js";
import type { Agency } from "../agency.js";
import { Consortium } from "../consortium.js";
import { hasCometBft, localPlaces } from "../places.js";
import { twinOf } from "../twin.js";

describe.runIf(hasCometBft)("four agencies, one of whose validators runs twice", () => {
  const dir = workDir();
  const [twinPlace, ...places] = localPlaces(5);
  let four: Consortium;
  let court: Agency;
  let twin: Agency;
  beforeAll(async () => {
    four = await Consortium.begin(dir, places);
    court = four.of("court");
    await court.end();
    if (twinPlace === undefined) expect.unreachable();
    twin = twinOf(court, join(dir, "twin"), twinPlace);
    await Promise.all([court.begin(), twin.begin()]);
  });
  afterAll(async () => {
    await twin.kill();
    await four.end();
  });

  const misbehaviour = async ({ address }: Agency) =>
    (await createClient(address).misbehaviour({})).body.items;

  it("go on, and have it on record that it voted twice", async () => {
    const honest = four.without(court);
    await Promise.all(honest.map(({ node }) => node.says(/an agency misbehaved/)));
    await four.load.goesOn(honest);
    const [registry] = honest;
    if (registry === undefined) expect.unreachable();
    await expect.poll(() => misbehaviour(registry)).not.toEqual([]);
    const first = (await misbehaviour(registry)).at(-1);
    expect(first).toMatchObject({ value: { agency: "court", kind: "duplicate-vote" } });
    const metrics = await (await fetch(`${registry.address}/metrics`)).text();
    expect(metrics).toMatch(/^counterfoil_misbehaviour [1-9]/m);
    const page = await (await fetch(`${registry.address}/explorer/agencies`)).text();
    expect(page).toMatch(/court<.*voted twice at one place in the order of blocks/s);
  });

  it("take away by vote what the second one had, and then nothing more is found", async () => {
    const honest = four.without(court);
    const options = { keys: ["validator"], validatorKey: null, compromised: true } as const;
    const { action, files } = rekey(court.data, options);
    await four.officers.decide(action, honest);
    await court.end();
    renameSync(files[0] ?? "", `${court.data.comet}/config/priv_validator_key.json`);
    await court.begin();
    await four.load.goesOn(four.agencies, 60);
    const before = await Promise.all(four.agencies.map(misbehaviour));
    expect(before.map((items) => items.length)).toEqual(four.agencies.map(() => before[0]?.length));
    await four.load.goesOn(four.agencies, 60);
    expect(await Promise.all(four.agencies.map(misbehaviour))).toEqual(before);
    // Without another one of the four nothing is decided but by its new key's vote.
    await four.goesOnWithout(four.of("treasury"));
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
