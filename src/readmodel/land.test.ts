import { cpSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  deed,
  handle,
  LandNetwork,
  person,
  rectangle,
  registration,
  staff,
  start,
} from "../../test/land.js";
import {
  BlockLog,
  caughtUp,
  contentOf,
  openReadModel,
  readModelOf,
} from "../../test/read-model.js";
import { tempDir } from "../../test/temp-log.js";
import { decodeFact, type Fact, isTombstone } from "../ledger/fact.js";
import { readSeal } from "../ledger/records.js";
import { findTitle } from "../modules/land/queries.js";
import { parcel, type Right, right, title } from "../modules/land/schema.js";
import { type Share, sumToOne } from "../modules/land/shares.js";
import { saleTerms, transferBody } from "../sdk/sale.js";
import { rightsAsOf } from "./queries/rights-as-of.js";
import { titleHistory } from "./queries/title-history.js";
import { versionAt, versionsOf } from "./queries/versions-of.js";

const DAY_MS = 86_400_000;

/** Titles that change hands again and again, some of it refused. */
class Life {
  readonly network = new LandNetwork();
  readonly log = new BlockLog([this.network.genesis]);
  #persons = 0;

  register(id: string, inLaw: number | null): void {
    const n = ++this.#persons;
    const [holders, x] = [[{ kind: "person" as const, id: handle(n), share: null }], n * 10];
    const body = registration(id, rectangle(x, 0, x + 9, 9), { holders, inLaw });
    this.#seal("land.register", body, [staff.north, person(n)]);
  }

  /** Gives part of the title's pick-th standing right to someone new. */
  transfer(id: string, pick: number, part: Share | null, inLaw: number | null): void {
    const rights = findTitle(this.network.reader, id)?.rights ?? [];
    const giving = rights[pick % rights.length];
    if (giving === undefined) return;
    const [n, d] = giving.value.on.share ?? [1, 1];
    const share: Share = part === null ? [n, d] : [n * part[0], d * part[1]];
    const taker = ++this.#persons;
    const terms = saleTerms(
      id,
      [{ right: giving.id, share: part === null ? null : share }],
      [{ handles: [handle(taker)], share }],
    );
    const body = transferBody(terms, { sources: [[deed(taker)]], inLaw });
    const holders = giving.value.holders.flatMap((holder) => holder.id ?? []);
    const givers = holders.map((of) => person(Number.parseInt(of, 16)));
    this.#seal("land.transfer", body, [staff.north, ...givers, person(taker)]);
  }

  #seal(...signed: Parameters<LandNetwork["sign"]>): void {
    const block = this.network.seal([this.network.sign(...signed)]);
    if (block !== null) this.log.push(block);
  }
}

const inLaw = fc.option(fc.integer({ min: start - 9 * DAY_MS, max: start }), { nil: null });
const part = fc.option(fc.constantFrom<Share>([1, 2], [1, 3], [2, 3], [3, 2]), { nil: null });
const transfer = fc.record({ id: fc.constantFrom("p", "q"), pick: fc.nat(9), part, inLaw });
const lives = fc.record({ p: inLaw, q: inLaw, transfers: fc.array(transfer, { maxLength: 12 }) });

type Plan = typeof lives extends fc.Arbitrary<infer Of> ? Of : never;

function live({ p, q, transfers }: Plan): Life {
  const life = new Life();
  life.register("p", p);
  life.register("q", q);
  for (const { id, pick, part, inLaw } of transfers) life.transfer(id, pick, part, inLaw);
  return life;
}

type Scanned = { readonly fact: Fact; readonly time: number };

/** What a plain reading of the log says: every fact with its block's time. */
function scan(log: BlockLog): Scanned[] {
  const scanned: Scanned[] = [];
  let block: Fact[] = [];
  for (const [index, leaf] of log.leaves(0, log.size).entries()) {
    const fact = decodeFact(index, leaf);
    if (isTombstone(fact)) continue;
    block.push(fact);
    const seal = fact.kind === "seal" ? readSeal(fact.value) : null;
    if (seal === null) continue;
    scanned.push(...block.map((of) => ({ fact: of, time: seal.time })));
    block = [];
  }
  return scanned;
}

const standing = (scanned: readonly Scanned[], prefix: string): Scanned[] => {
  const newest = new Map(
    scanned
      .filter(({ fact }) => fact.key.startsWith(`${prefix}/`))
      .map((of) => [of.fact.key, of] as const),
  );
  return [...newest.values()];
};

function rightsByScan(scanned: readonly Scanned[], of: string, law: number, register: number) {
  const known = scanned.filter(({ fact: { key, value }, time }) => {
    if (!key.startsWith("land/right/") || value === undefined || time > register) return false;
    const { on, inLaw } = right.parse(value);
    return on.title === of && (inLaw === null || inLaw <= law);
  });
  return standing(known, right.prefix)
    .map(({ fact }): Right & { index: number } => ({
      ...right.parse(fact.value ?? null),
      index: fact.index,
    }))
    .filter(({ status }) => status === "active");
}

describe("the land tables, after any transfers", () => {
  it("hold what a plain reading of the log gives, as does a rebuild", async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (plan) => {
        const { log, network } = live(plan);
        const { modules } = network.ledger;
        const model = await readModelOf(log, modules);
        const scanned = scan(log);
        const rows = await contentOf(model);
        for (const [table, record] of [
          ["land_parcel", parcel],
          ["land_title", title],
        ] as const) {
          const expected = standing(scanned, record.prefix).map(({ fact: { key, index } }) => ({
            fact_key: key,
            fact_index: index,
          }));
          expect(rows[table]).toHaveLength(expected.length);
          expect(rows[table]).toEqual(
            expect.arrayContaining(expected.map((row) => expect.objectContaining(row))),
          );
        }
        const versions = scanned.filter(({ fact }) => fact.key.startsWith("land/right/"));
        expect(rows["land_right"]).toEqual(
          versions.map(({ fact, time }) => {
            const { on, status, inLaw } = right.parse(fact.value ?? null);
            const after = versions.find((other) => other.fact.supersedes === fact.index);
            return expect.objectContaining({
              fact_index: fact.index,
              status,
              share_numerator: on.share?.[0] ?? null,
              in_law: inLaw,
              register_from: time,
              register_until: after?.time ?? null,
            });
          }),
        );
        expect(await contentOf(await readModelOf(log, modules))).toEqual(rows);
      }),
      { numRuns: 20 },
    );
  });

  it("give a title's rights as of any two times, always the whole", async () => {
    const moment = fc.integer({ min: start - 9 * DAY_MS, max: start + 20_000 });
    await fc.assert(
      fc.asyncProperty(lives, moment, moment, async (plan, law, register) => {
        const { log, network } = live({ ...plan, p: null });
        const { db } = await readModelOf(log, network.ledger.modules);
        const found = await rightsAsOf(db, "p", { law, register });
        const expected = rightsByScan(scan(log), "p", law, register);
        expect(found.map(({ index }) => index).sort()).toEqual(
          expected.map(({ index }) => index).sort(),
        );
        if (register < start + 1000) expect(found).toEqual([]);
        else expect(sumToOne(found.map(({ share }): Share => [...(share ?? [1, 1])]))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a title's history", () => {
  it("has every entry with what it made, on the three times", async () => {
    const life = new Life();
    life.register("p", null);
    life.transfer("p", 0, [1, 2], start - DAY_MS);
    life.transfer("p", 0, [3, 2], null);
    life.transfer("p", 1, null, null);
    const { db } = await readModelOf(life.log, life.network.ledger.modules);
    const history = await titleHistory(db, "p");
    const seen = history.map(({ kind, lodged, rights }) => [
      kind,
      lodged,
      rights.map(({ id, status, share, inLaw, registered }) => [
        id,
        status,
        share,
        inLaw,
        registered,
      ]),
    ]);
    expect(seen).toEqual([
      ["firstRegistration", start + 1000, [["p.1", "active", null, null, start + 1000]]],
      [
        "transfer",
        start + 2000,
        [
          ["p.1", "active", [1, 2], start - DAY_MS, start + 2000],
          ["p.2", "active", [1, 2], start - DAY_MS, start + 2000],
        ],
      ],
      [
        "transfer",
        start + 4000,
        [
          ["p.2", "ended", [1, 2], start + 4000, start + 4000],
          ["p.3", "active", [1, 2], start + 4000, start + 4000],
        ],
      ],
    ]);
    const key = "land/right/p.2";
    const versions = await versionsOf(db, key, { limit: 1 });
    expect(versions).toMatchObject({
      items: [{ key, time: start + 4000 }],
      next: expect.any(Number),
    });
    expect(await versionAt(db, key, start + 3000)).toMatchObject({ time: start + 2000 });
    expect(await versionAt(db, key, start + 1000)).toBeNull();
  });
});

describe("a read model that was killed while it wrote", () => {
  it("is what some block left, and goes on from there", async () => {
    const { network } = new Life();
    const { modules } = network.ledger;
    const dir = tempDir();
    const kept: string[] = [];
    /** What a kill leaves is the files as they are. */
    class Watched extends BlockLog {
      override leaves(from: number, to: number): Uint8Array[] {
        kept.push(tempDir());
        cpSync(dir, kept.at(-1) ?? "", { recursive: true });
        return super.leaves(from, to);
      }
    }
    const log = new Watched([network.genesis]);
    const model = await readModelOf(log, modules, dir);
    for (let i = 0; i < 60; i++) {
      const body = registration(`p${i}`, rectangle(i * 10, 0, i * 10 + 9, 9));
      const block = network.seal([network.sign("land.register", body)]);
      if (block !== null) log.push(block);
      if (i % 30 === 29) await caughtUp(model);
    }
    const whole = await contentOf(model);
    const sizes: number[] = [];
    for (const left of kept.splice(0)) {
      const again = openReadModel(left, log, modules);
      sizes.push(again.size);
      expect(again.size === 0 || log.isEnd(again.size)).toBe(true);
      await caughtUp(again);
      expect(await contentOf(again)).toEqual(whole);
      await again.close();
    }
    expect(new Set(sizes).size).toBeGreaterThan(1);
  });
});
