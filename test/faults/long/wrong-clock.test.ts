import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workDir } from "../../acceptance/counterfoil.js";
import type { Agency } from "../agency.js";
import { Consortium } from "../consortium.js";
import { hasSkewedComet, localPlaces, skewedComet } from "../places.js";

const preload = pathToFileURL("test/faults/skewed-clock.mjs").href;
const HOUR_S = 3600;
/** Less than the minute of which CometBFT takes a block to come from the future. */
const BEHIND_S = 45;
/** What a block, and a look at it, may take here. */
const NEAR_S = 20;

/** Begins both of its processes anew, with a clock that is wrong by so many seconds, if only `after` some. */
async function begin(agency: Agency, skew: number, after = 0): Promise<void> {
  await agency.end();
  agency.comet = skewedComet;
  await agency.begin({
    COUNTERFOIL_CLOCK_SKEW: String(skew),
    COUNTERFOIL_CLOCK_SKEW_AFTER: String(after),
    NODE_OPTIONS: `--import=${preload}`,
  });
}

/** Of the newest block: its time, and those of the votes for it, in seconds from now. */
async function newest({ place }: Agency) {
  const response = await fetch(`http://127.0.0.1:${place.rpc}/commit`);
  const { header, commit } = (await response.json()).result.signed_header;
  const fromNow = (time: string) => (Date.parse(time) - Date.now()) / 1000;
  const votes: { timestamp: string; signature: string | null }[] = commit.signatures;
  const cast = votes.filter(({ signature }) => signature !== null);
  return { time: fromNow(header.time), votes: cast.map((vote) => fromNow(vote.timestamp)) };
}

describe.runIf(hasSkewedComet)("four agencies, one of which has a wrong clock", () => {
  let four: Consortium;
  beforeAll(async () => {
    four = await Consortium.begin(workDir(), localPlaces(4));
  });
  afterAll(() => four.end());

  it("go on by their own time, through it as well, where it is an hour ahead", async () => {
    const [court, treasury] = [four.of("court"), four.of("treasury")];
    await begin(court, HOUR_S);
    await four.load.goesOn(four.agencies, 30);
    const ahead = async () => (await newest(treasury)).votes.some((s) => s > HOUR_S - NEAR_S);
    await expect.poll(ahead, { timeout: 60_000 }).toBe(true);
    expect(Math.abs((await newest(treasury)).time)).toBeLessThan(NEAR_S);
    // What it signs bears its own time, and is taken.
    const signed = await treasury.figure('cosigned_time_seconds{agency="court"}');
    expect(signed - Date.now() / 1000).toBeGreaterThan(HOUR_S - NEAR_S);
    expect(await court.figure("engine_clock_seconds")).toBeGreaterThan(HOUR_S - NEAR_S);
    expect(Math.abs(await treasury.figure("engine_clock_seconds"))).toBeLessThan(NEAR_S);
    await begin(court, 0);
    await four.load.goesOn(four.agencies);
  });

  it("have their time held back by one that is behind, while another is away", async () => {
    const [court, treasury] = [four.of("court"), four.of("treasury")];
    const back = async () => (await newest(treasury)).time;
    await begin(four.of("elections"), -BEHIND_S);
    await four.load.goesOn(four.agencies);
    await expect.poll(back, { timeout: 60_000 }).toBeGreaterThan(-NEAR_S);
    await court.kill();
    await expect.poll(back, { timeout: 120_000 }).toBeLessThan(5 - BEHIND_S);
    await four.load.goesOn(four.without(court));
    expect(await back()).toBeGreaterThan(-BEHIND_S - NEAR_S);
    await court.begin();
    await four.load.goesOn(four.agencies);
    await expect.poll(back, { timeout: 60_000 }).toBeGreaterThan(-NEAR_S);
    await begin(four.of("elections"), 0);
    await four.load.goesOn(four.agencies);
  });

  it("go on without it where it falls an hour behind, and it says why until its clock is right", async () => {
    const elections = four.of("elections");
    await begin(elections, -HOUR_S, 20);
    await elections.engine.says(/CONSENSUS FAILURE.*block time .* is too far in the future/);
    await elections.node.says(/ENGINE_QUORUM/);
    await begin(elections, -HOUR_S);
    await elections.engine.says(/block time .* is too far in the future/);
    await four.load.goesOn(four.without(elections));
    await begin(elections, 0);
    await four.load.goesOn(four.agencies);
  });

  it("have lost nothing that was acknowledged, and have one root", async () => {
    await four.agree();
  });
});
