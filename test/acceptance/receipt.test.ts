import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseTrustFile } from "../../src/crypto/trust.js";
import { decodeReceipt, encodeReceipt, type Receipt } from "../../src/ledger/receipt.js";
import { type VerifiedReceipt, verifyReceipt } from "../../src/ledger/verify-receipt.js";
import {
  initData,
  inTwos,
  type Node,
  type Outcome,
  run,
  startNode,
  workDir,
} from "./counterfoil.js";
import { feature, type Imported, lots, polygon, rectangle, writeGeoJson } from "./parcels.js";

type Verified = {
  valid: boolean;
  code?: string;
  checks: { name: string; ok: boolean; detail: string }[];
  fact: { key: string; value: { flags?: string[] }; index: number } | null;
  current: boolean;
  asOf: { size: number; time: number; cosigned: number } | null;
  signedBy: string[];
};
type Tail = { items: { id: string; index: number }[] };

const dir = workDir();
const path = (name: string): string => join(dir, name);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(path(name)));
const KEY = "land/parcel/lot-00000";
let node: Node;
let transaction: string;
/** Times of the two seals, ms since 1970. */
let seals: { first: number; second: number };

/** Fetches a receipt into a file. */
async function fetchReceipt(name: string, ...args: string[]): Promise<void> {
  const { code, stdout } = await node.run(["receipt", ...args, "-o", path(name), "--json"]);
  if (code !== 0) throw new Error(`receipt ${args.join(" ")}: ${stdout}`);
}

function verify(name: string, trust = "trust.json"): Promise<Outcome<Verified>> {
  return run<Verified>(["verify", path(name), "--trust", path(trust), "--json"]);
}

/** The verdict on a receipt that nobody would have made. */
function verifyForged(name: string, receipt: Receipt): Promise<Outcome<Verified>> {
  writeFileSync(path(name), encodeReceipt(receipt));
  return verify(name);
}

beforeAll(async () => {
  node = await startNode(await initData());
  const town = writeGeoJson(path("town.geojson"), lots(0, 60));
  await node.run(["land", "import", town, "--json"]);
  const { items } = (await (await node.get("/api/v1/tail?from=0&limit=1")).json()) as Tail;
  transaction = items[0]?.id ?? "";
  await node.run(["trust", "-o", path("trust.json"), "--json"]);
  await fetchReceipt("before.receipt", KEY);
  await fetchReceipt("transaction.receipt", "--tx", transaction);
  const other = feature("lot-00900", polygon(rectangle(500, 500, 1000, 1000)));
  const { json } = await node.run<Imported>([
    "land",
    "import",
    writeGeoJson(path("other.geojson"), [other]),
    "--json",
  ]);
  // What overlaps is taken over from the earlier register, and flags what was there.
  expect(json).toMatchObject({ registered: 1, flagged: 1, refused: [] });
  await fetchReceipt("after.receipt", KEY);
  const [before, after] = await Promise.all([verify("before.receipt"), verify("after.receipt")]);
  seals = { first: before.json.asOf?.time ?? 0, second: after.json.asOf?.time ?? 0 };
  await fetchReceipt("as-of.receipt", KEY, "--as-of", String(seals.first));
});

const unshare = spawnSync("unshare", ["-rn", "true"]).status === 0;

describe.runIf(unshare)("in an empty folder, without any network", () => {
  it("a receipt verifies", async () => {
    const empty = path("empty");
    mkdirSync(empty);
    copyFileSync(path("after.receipt"), join(empty, "parcel.receipt"));
    copyFileSync(path("trust.json"), join(empty, "trust.json"));
    const args = ["verify", "parcel.receipt", "--trust", "trust.json", "--json"];
    const offline = { cwd: empty, under: ["unshare", "-rn"] };
    const { code, json } = await run<Verified>(args, offline);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      valid: true,
      fact: { key: KEY, value: { district: "main", flags: ["overlap"] } },
      current: true,
      signedBy: ["registry"],
    });
    expect(json.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(readdirSync(empty).sort()).toEqual(["parcel.receipt", "trust.json"]);
    // The node runs beside it all the time; from in there nobody reaches it.
    const reach = await node.run(["get", KEY, "--json"], offline);
    expect(reach).toMatchObject({ code: 3, json: { code: "REMOTE_UNREACHABLE" } });
  });
});

describe("a receipt with one byte changed", () => {
  const kinds = ["before.receipt", "after.receipt", "as-of.receipt", "transaction.receipt"];

  it.each(kinds)("never shows anything else: %s", (name) => {
    const trust = parseTrustFile(readFileSync(path("trust.json"), "utf8"));
    const bytes = bytesOf(name);
    const original = verifyReceipt(bytes, trust).receipt;
    expect(original).not.toBeNull();
    const accepted: VerifiedReceipt[] = [];
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [0x01, 0x80]) {
        const changed = bytes.slice();
        changed[at] = (bytes[at] ?? 0) ^ bit;
        const { receipt } = verifyReceipt(changed, trust);
        if (receipt !== null) accepted.push(receipt);
      }
      expect([at, verifyReceipt(bytes.subarray(0, at), trust).receipt]).toEqual([at, null]);
    }
    // Between the same two seals the fact was in force at any time: nothing else may differ.
    for (const { asOf, ...rest } of accepted) {
      expect({ ...rest, asOf: { ...asOf, time: original?.asOf?.time } }).toEqual(original);
      expect(asOf?.time).toBeGreaterThanOrEqual(seals.first);
      expect(asOf?.time).toBeLessThan(seals.second);
    }
    if (!original?.asOf) expect(accepted).toEqual([]);
  });

  it("is refused on the command line too", async () => {
    const bytes = bytesOf("after.receipt");
    const places = Array.from({ length: 20 }, (_, i) => Math.floor((i * (bytes.length - 1)) / 19));
    const verdicts = await inTwos(places, async (at) => {
      const changed = bytes.slice();
      changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(path(`changed-${at}.receipt`), changed);
      const { code, json } = await verify(`changed-${at}.receipt`);
      return { at, code, valid: json.valid, fact: json.fact, current: json.current };
    });
    const no = { code: 1, valid: false, fact: null, current: false };
    expect(verdicts).toEqual(places.map((at) => ({ at, ...no })));
  });
});

/** A bit that is 0, or a hash that leads elsewhere. */
const NOT_THAT_ONE = /^(?:VERIFY_NOT_CURRENT|TREE_\w+)$/;

describe("a fact that was superseded", () => {
  it("is current in a receipt from before, as of then", async () => {
    const [before, after] = [await verify("before.receipt"), await verify("after.receipt")];
    expect(before).toMatchObject({ code: 0, json: { valid: true, current: true } });
    expect(before.json.fact?.value.flags).toEqual([]);
    expect(after.json.fact?.value.flags).toEqual(["overlap"]);
    const [then, now] = [before.json.asOf, after.json.asOf];
    expect(then?.size).toBeLessThan(now?.size ?? 0);
    expect(then?.time).toBeLessThan(now?.time ?? 0);
  });

  it("is never current under a newer checkpoint, whatever is put together", async () => {
    const [before, after, then] = ["before", "after", "as-of"].map((name) =>
      decodeReceipt(bytesOf(`${name}.receipt`)),
    ) as [Receipt, Receipt, Receipt];
    const { asOf: _, ...old } = then;
    const [current, newer] = [before.current, after.current];
    const sealAt = then.asOf?.sealAt;
    if (!current || !newer || !sealAt) throw new Error("a receipt lacks what it is to show");
    const last = newer.seal.index;
    const forgeries: [Receipt, string | RegExp][] = [
      [{ ...old, current }, "VERIFY_STALE_SEAL"],
      // The old seal with its path in the new tree: its signature chain is whole, it is only old.
      [{ ...old, current: { ...current, seal: sealAt } }, "VERIFY_STALE_SEAL"],
      [{ ...old, current: { ...current, seal: { ...sealAt, index: last } } }, NOT_THAT_ONE],
      [
        { ...old, current: { ...current, seal: { ...newer.seal, leaf: sealAt.leaf } } },
        NOT_THAT_ONE,
      ],
      // The new seal, beside the old activity or its own.
      [{ ...old, current: { ...current, seal: newer.seal } }, NOT_THAT_ONE],
      [{ ...old, current: newer }, NOT_THAT_ONE],
      [{ ...old, current: { ...newer, chunk: current.chunk } }, NOT_THAT_ONE],
      // In force now because nothing is shown to have replaced it.
      [
        { ...then, current: newer, ...(then.asOf && { asOf: { ...then.asOf, replacedBy: null } }) },
        NOT_THAT_ONE,
      ],
      [
        { ...then, ...(then.asOf && { asOf: { ...then.asOf, replacedBy: null } }) },
        "VERIFY_REPLACED_BY",
      ],
      // The old checkpoint with the new proof, and the other way round.
      [{ ...before, checkpoint: after.checkpoint }, "VERIFY_SIZE"],
      [{ ...old, checkpoint: before.checkpoint }, "VERIFY_SIZE"],
    ];
    const verdicts = await inTwos(forgeries, async ([receipt, expected], i) => ({
      expected,
      ...(await verifyForged(`forged-${i}.receipt`, receipt)),
    }));
    for (const { expected, code, json } of verdicts) {
      expect({ code, json }).toMatchObject({
        code: 1,
        json: { valid: false, fact: null, current: false, code: expect.stringMatching(expected) },
      });
    }
    // Without a word of what is newest it is still what it is: something that happened.
    expect(await verifyForged("old.receipt", old)).toMatchObject({
      code: 0,
      json: { valid: true, current: false },
    });
  });
});

describe("as of a time", () => {
  it("a receipt shows what was in force then, before and after the change", async () => {
    const { first, second } = seals;
    for (const [time, flags] of [
      [first, []],
      [second - 1, []],
      [second, ["overlap"]],
    ] as const) {
      await fetchReceipt("at.receipt", KEY, "--as-of", String(time));
      const { code, json } = await verify("at.receipt");
      expect(code).toBe(0);
      expect(json.fact?.value.flags).toEqual(flags);
      expect(json.asOf?.time).toBe(time);
      expect(json.current).toBe(time === second);
    }
    const iso = new Date(first).toISOString();
    const title = ["land", "parcel", "lot-00000", "--as-of", iso, "--json"];
    expect((await node.run<{ value: object }>(title)).json.value).toMatchObject({ flags: [] });
  });

  it("before its first record, and after the last seal, is answered with no", async () => {
    const early = await node.run([
      "receipt",
      KEY,
      "--as-of",
      "2001-01-01",
      "-o",
      path("x"),
      "--json",
    ]);
    expect(early).toMatchObject({ code: 1, json: { code: "PROVE_NOT_YET" } });
    const late = await node.run([
      "receipt",
      KEY,
      "--as-of",
      "2999-01-01",
      "-o",
      path("x"),
      "--json",
    ]);
    expect(late).toMatchObject({ code: 1, json: { code: "PROVE_TIME" } });
  });
});

it("a receipt is refreshed in place", async () => {
  copyFileSync(path("before.receipt"), path("kept.receipt"));
  await fetchReceipt("kept.receipt", "--refresh", path("kept.receipt"));
  const { json } = await verify("kept.receipt");
  expect(json).toMatchObject({
    valid: true,
    current: true,
    fact: { value: { flags: ["overlap"] } },
  });
});

it("a receipt of another network is refused", async () => {
  const other = await startNode(await initData());
  await other.run(["trust", "-o", path("other.json"), "--json"]);
  const { code, json } = await verify("after.receipt", "other.json");
  expect(code).toBe(1);
  expect(json).toMatchObject({ valid: false, code: "CHECKPOINT_ORIGIN", fact: null });
});

it("a receipt of a transaction shows who signed it", async () => {
  const { code, json } = await verify("transaction.receipt");
  expect(code).toBe(0);
  expect(json.fact?.key).toBe(`tx/${transaction}`);
});
