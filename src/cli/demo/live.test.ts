import { pino } from "pino";
import { expect, it } from "vitest";
import { tempDir } from "../../../test/temp-log.js";
import { DataDirectory } from "../../node/data-directory.js";
import { openDirectory } from "../../node/directory/open-directory.js";
import { LedgerNode, nodeDefaults } from "../../node/ledger-node.js";
import { Cast } from "./cast.js";
import { foundCountry } from "./country.js";
import { happen } from "./live.js";
import { drawPeople } from "./people.js";
import { Present } from "./present.js";
import { DirectoryTeller } from "./tell-directory.js";
import { drawTown } from "./town/town.js";
import { keptLots } from "./year/kept.js";
import { Story } from "./year/story.js";
import { liveTheYear } from "./year/year.js";

const town = drawTown();
const people = drawPeople(town);
const quiet = pino({ level: "silent" });

/** Opens the country as it was left, lets things happen in it, and closes it. */
async function goOn(data: DataDirectory, times: number, lived = town) {
  const node = await LedgerNode.open(data, quiet, { ...nodeDefaults, workers: 0 });
  try {
    const from = node.opened.log.size;
    const cast = await Cast.on(node.reader, node.opened.id, people);
    const story = new Story(new Present(node), cast, people);
    for (let i = 0; i < times; i++) await happen(story, lived);
    return { from, to: node.opened.log.size };
  } finally {
    await node.stop();
  }
}

it("goes on by its own people, again after each start", async () => {
  const data = new DataDirectory(tempDir());
  foundCountry(data, town);
  await liveTheYear(data, town, people, quiet, undefined, 61);
  const first = await goOn(data, 6);
  expect(first.to).toBeGreaterThan(first.from);
  const later = await goOn(data, 6);
  expect(later.from).toBe(first.to);
  expect(later.to).toBeGreaterThan(later.from);
});

it("lets nothing happen where there is nothing to do", async () => {
  const data = new DataDirectory(tempDir());
  foundCountry(data, town);
  await liveTheYear(data, town, people, quiet, undefined, 1);
  // Only what is kept for those who try the country out.
  const built = { ...town, lots: keptLots(town) };
  expect(await goOn(data, 3, built)).toSatisfy(({ from, to }) => from === to);
});

it("tells the directory of everybody, once", async () => {
  const data = new DataDirectory(tempDir());
  foundCountry(data, town);
  await liveTheYear(data, town, people, quiet, undefined, 13);
  const node = await LedgerNode.open(data, quiet, { ...nodeDefaults, workers: 0 });
  const directory = openDirectory(node, { periodMs: 1, now: Date.now, logger: quiet });
  try {
    const cast = await Cast.on(node.reader, node.opened.id, people);
    // More than may wait from one place: what is on the ledger waits for nobody.
    expect(cast.taken.length).toBeGreaterThan(100);
    expect(directory).not.toBeNull();
    if (directory === null) return;
    const teller = new DirectoryTeller(directory, node, cast);
    await teller.tellKnown(people);
    for (const _ of cast.taken) await teller.tellNext();
    expect(cast.taken.filter(({ handle }) => !directory.knows(handle))).toEqual([]);
  } finally {
    await directory?.close();
    await node.stop();
  }
});
