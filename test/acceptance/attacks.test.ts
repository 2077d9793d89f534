import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { attacks, type Shown, shownAttacks, twoHistories } from "../attacks.js";
import { type Lie, lies } from "../lies.js";
import { LogServer } from "../log-server.js";
import { run, workDir } from "./counterfoil.js";

const dir = workDir();
const path = (name: string): string => join(dir, name);
const names = Object.values(attacks);

let shown: readonly Shown[];
let served: readonly Lie[];
let server: LogServer;
beforeAll(async () => {
  [shown, served, server] = await Promise.all([shownAttacks(), lies(), LogServer.start()]);
});

const written = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(path(name), bytes);
  return path(name);
};

/** Those whose names begin so, by their places; a new attack must fall under one of the five. */
const of = <Named extends { readonly name: string }>(all: readonly Named[], name: string) => {
  const found = all.filter((one) => one.name.startsWith(name));
  expect(found).not.toEqual([]);
  return found;
};

describe("counterfoil verify", () => {
  type Verified = { readonly valid?: boolean; readonly code?: string };

  async function verify({ trust, bundle, receipt }: Shown) {
    const followed = bundle === null ? [] : ["--bundle", written("shown.bundle", bundle)];
    const files = [written("shown.receipt", receipt), "--trust", written("trust.json", trust)];
    return run<Verified>(["verify", ...files, ...followed, "--json"]);
  }

  it("takes what is honest and otherwise the same", async () => {
    const honest = shown.filter(({ code }) => code === null);
    expect(honest).toHaveLength(2);
    for (const each of honest) expect((await verify(each)).code, each.name).toBe(0);
  });

  it.each(names)("refuses %s", async (name) => {
    for (const each of of(shown, name)) {
      const { code, json } = await verify(each);
      expect([code, json.code], each.name).toEqual([1, each.code]);
    }
  });
});

describe("counterfoil verify, with a checkpoint from elsewhere", () => {
  type Held = { readonly valid: boolean; readonly code: string; readonly checks: Check[] };
  type Check = { readonly name: string; readonly detail: string };

  it("names who signed two roots for one size, and passes where there is one", async () => {
    const { trust, notes, receipts } = await twoHistories();
    const held = (note: string) =>
      run<Held>([
        ...["verify", written("one.receipt", receipts[0]), "--trust", written("trust.json", trust)],
        ...["--checkpoint", written("other.checkpoint", note), "--json"],
      ]);
    const [own, other] = [await held(notes[0]), await held(notes[1])];
    expect([own.code, own.json.valid]).toEqual([0, true]);
    expect([other.code, other.json.valid, other.json.code]).toEqual([1, false, "VERIFY_FORK"]);
    expect(other.json.checks.at(-1)?.detail).toContain("audit, court, registry, treasury");
  });
});

describe("counterfoil replica", () => {
  type Copied = { readonly code?: string; readonly size?: number; readonly facts?: object };
  let copies = 0;

  async function copy(data: string, trust: string) {
    const by = ["--trust", written("trust.json", trust)];
    return run<Copied>([
      "replica",
      "--from",
      server.address,
      "--data",
      data,
      "--once",
      ...by,
      "--json",
    ]);
  }

  /** Facts in a copy, by its own audit; none where it was not begun. */
  async function sizeOf(data: string): Promise<number> {
    if (!existsSync(data)) return 0;
    const { json } = await run<{ valid: boolean; size: number }>([
      "audit",
      "--data",
      data,
      "--json",
    ]);
    expect(json.valid).toBe(true);
    return json.size;
  }

  async function lied({ trust, before, served: lie }: Lie) {
    const data = path(`copy-${copies++}`);
    if (before !== null) {
      server.show(before);
      expect((await copy(data, trust)).code).toBe(0);
    }
    server.show(lie);
    return { data, ...(await copy(data, trust)) };
  }

  it.each(names)("refuses %s, and keeps nothing of it", async (name) => {
    for (const each of of(served, name)) {
      const { code, json, data } = await lied(each);
      // A node that is behind may catch up: that it was not read is all that can be said.
      const status = each.code === "REMOTE_BEHIND" ? 3 : 1;
      expect([code, json.code], each.name).toEqual([status, each.code]);
      expect(await sizeOf(data), each.name).toBeLessThanOrEqual(each.kept);
    }
  });

  it("keeps two checkpoints of one size with different roots, and names who signed both", async () => {
    const [each] = of(served, `${attacks.forked}, to who has as much`);
    if (each === undefined || each.before === null) return expect.unreachable();
    const { code, json, data } = await lied(each);
    const signedBoth = ["audit", "court", "registry", "treasury"];
    expect([code, json.facts]).toEqual([
      1,
      expect.objectContaining({
        own: each.kept,
        served: each.kept,
        signedBoth: signedBoth.join(", "),
      }),
    ]);
    const [fork = ""] = readdirSync(join(data, "evidence"));
    const kept = (name: string) => readFileSync(join(data, "evidence", fork, name), "utf8");
    expect(kept("served.checkpoint")).toBe(each.served.note);
    expect(kept("mine.checkpoint")).toBe(each.before.note);
    expect(JSON.parse(kept("fork.json"))).toMatchObject({ signedBoth });
  });
});
