import { beforeAll, describe, expect, it } from "vitest";
import { Served } from "../../test/served.js";
import { parseTrustFile } from "../crypto/trust.js";
import type { Version } from "../ledger/prove.js";
import { verifyReceipt } from "../ledger/verify-receipt.js";
import { VersionFinder, type WalkLimits } from "./version-finder.js";

const OFFICE = "land/office/main";
const REGISTRATIONS = 12;

let served: Served;
/** Size of the published log, and the office's newest fact in it, after each registration. */
const states: { readonly size: number; readonly index: number; readonly time: number }[] = [];

beforeAll(async () => {
  served = await Served.start({ solo: { gatherMs: 0 } });
  for (let n = 0; n < REGISTRATIONS; n++) {
    await served.node.submit(served.registration(n));
    const { index } = served.node.newest(OFFICE);
    const { size, time } = served.node.opened.published.publication ?? { size: 0, time: 0 };
    states.push({ size, index, time });
  }
});

function finder(limits: Partial<WalkLimits> = {}) {
  const { published } = served.node.opened;
  const versions = new VersionFinder(published, { steps: 100, turn: 4, walks: 1, ...limits });
  return (key: string, size: number): Promise<Version> =>
    versions.before(served.node.newest(key), size);
}

describe("what stood under a key when the log was smaller", () => {
  it.each([1, 3, 4, 5, 100])("is found by turns of %i, with what replaced it", async (turn) => {
    const before = finder({ turn });
    for (const [n, { size, index }] of states.slice(0, -1).entries()) {
      const { fact, replacedBy } = await before(OFFICE, size);
      expect({ index: fact.index, replacedBy }).toEqual({
        index,
        replacedBy: states[n + 1]?.index,
      });
    }
  });

  it("lets others have their turn, and gives up at the limit", async () => {
    const before = finder({ steps: 8 });
    const size = states[0]?.size ?? 0;
    let isOver = false;
    let turns = 0;
    const far = before(OFFICE, size).finally(() => {
      isOver = true;
    });
    const others = (async () => {
      for (; !isOver; turns++) await new Promise((next) => setImmediate(next));
    })();
    const reached = states[REGISTRATIONS - 9]?.index;
    const facts = { key: OFFICE, size, steps: 8, reached };
    await expect(far).rejects.toMatchObject({ code: "PROVE_FAR", facts });
    await others;
    expect(turns).toBeGreaterThan(0);
  });

  it("bounds how many walk at once; those who look near are not held up", async () => {
    const before = finder();
    const size = states[0]?.size ?? 0;
    const walking = before(OFFICE, size);
    await expect(before(OFFICE, size)).rejects.toMatchObject({ code: "API_BUSY" });
    const near = await before(OFFICE, states[REGISTRATIONS - 2]?.size ?? 0);
    expect(near.fact.index).toBe(states[REGISTRATIONS - 2]?.index);
    expect((await walking).fact.index).toBe(states[0]?.index);
    expect((await before(OFFICE, size)).fact.index).toBe(states[0]?.index);
  });

  it("was nothing before the key's first fact", async () => {
    const before = finder();
    const notYet = { code: "PROVE_NOT_YET" };
    await expect(before(OFFICE, 1)).rejects.toMatchObject(notYet);
    await expect(before("seal", 1)).rejects.toMatchObject(notYet);
    await expect(before("seal", 0)).rejects.toMatchObject(notYet);
  });

  it("is for the seal what the heights say, at every size", async () => {
    const before = finder({ turn: 1, steps: 1 });
    const { published } = served.node.opened;
    for (let height = 0; height < published.height; height++) {
      const [at, next] = [published.sealIndex(height), published.sealIndex(height + 1)];
      for (const size of [at + 1, next]) {
        const { fact, replacedBy } = await before("seal", size);
        expect({ key: fact.key, index: fact.index, replacedBy }).toEqual({
          key: "seal",
          index: at,
          replacedBy: next,
        });
      }
    }
  });

  it("reads a few entries for a seal of long ago", async () => {
    const { log } = served.node.opened;
    const readLeaf = log.readLeaf.bind(log);
    let reads = 0;
    log.readLeaf = (index) => {
      reads++;
      return readLeaf(index);
    };
    const size = states[0]?.size ?? 0;
    expect((await served.get(`/api/v1/facts?key=seal&at=${size}`)).status).toBe(200);
    log.readLeaf = readLeaf;
    expect(reads).toBeLessThanOrEqual(2);
  });
});

describe("receipts of then", () => {
  it("hold while blocks are published", async () => {
    const { node } = served;
    const trust = parseTrustFile(node.trust());
    const more = Array.from({ length: 6 }, (_, n) =>
      node.submit(served.registration(REGISTRATIONS + n)),
    );
    // Of blocks with the same time the last one is shown.
    const last = states.at(-1)?.time ?? 0;
    const past = states.filter(({ time }) => time < last);
    const wanted = [...past, ...past].map(async ({ time }, n) => {
      await Promise.race(more.slice(n % 6));
      const key = n % 2 === 0 ? OFFICE : "seal";
      const { receipt } = verifyReceipt(await node.receipt(key, time), trust);
      const then = past.findLast((state) => state.time === time);
      if (key === OFFICE) expect(receipt?.fact.index).toBe(then?.index);
      expect(receipt?.asOf?.time).toBe(time);
      expect(verifyReceipt(await node.receipt(key, null), trust).receipt?.current).toBe(true);
    });
    await Promise.all(wanted);
    await Promise.all(more);
  });
});
