import { describe, expect, it } from "vitest";
import type { DraftOpening } from "../../../api/routes/drafts.js";
import { toHex } from "../../../base/text.js";
import { commitmentPaths, deedSource, priceCommitment } from "../../../sdk/sale.js";
import type { Person } from "./people.js";
import type { Sale } from "./sale.js";
import { wordsOf } from "./words.js";

const [ana, bo] = ["a".repeat(32), "b".repeat(32)];
const salt = new Uint8Array(32).fill(7);
const price = { amount: 24_850_050, currency: "EUR" };
const digest = new Uint8Array(32).fill(9);
const deed = { kind: "deed", date: "2026-05-04", digest, validatedBy: "registry" } as const;

function person(handle: string, name: string, role: Person["role"]): Person {
  const more = { role, share: "1", hasSigned: false, isNamed: true, isMe: handle === ana };
  return { keyId: handle, handle, name, ...more };
}
const people = [person(ana, "Ana Dias", "gives"), person(bo, "Bo Reis", "takes")];

function sale(body: Partial<Sale["body"]> = {}): Sale {
  const share: [number, number] = [1, 1];
  const to = [
    { holders: [{ kind: "person" as const, id: bo }], share, sources: [deedSource(deed, salt)] },
  ];
  const sealed = { price: priceCommitment(salt, price), inLaw: null, grounds: null, entry: null };
  return {
    kind: "transfer",
    body: { title: "t1", from: [{ right: "t1.1", share: null }], to, ...sealed, ...body },
    given: [{ right: "t1.1", holders: [ana], has: share, gives: share, rest: null }],
    taken: [{ holders: [bo], share }],
    stays: [],
    lodged: [],
    sum: { given: "1", taken: "1" },
  };
}

const told = (value: DraftOpening["value"], of: string | null = null): DraftOpening => ({
  of,
  path: of === null ? commitmentPaths.price : commitmentPaths.source,
  salt: toHex(salt),
  value,
});
const rowsOf = (sale: Sale, openings: readonly DraftOpening[] = []) =>
  wordsOf(sale, people, openings).rows.map((row) => row.join(": "));

describe("what a person reads before signing", () => {
  it("has the code that takes, whatever the directory calls whoever has it", () => {
    expect(rowsOf(sale())).toContain(`Code that takes: ${bo}, whom the directory calls Bo Reis`);
  });

  it("has the price that the bytes commit to, though another was told before", () => {
    const rows = rowsOf(sale(), [told({ ...price, amount: 1 }), told(price)]);
    expect(rows).toContain("Price: EUR\u00a0248,500.50");
  });

  it("says where what was told is of no commitment", () => {
    const rows = rowsOf(sale(), [
      told({ ...price, amount: 1 }),
      told({ sha256: "00".repeat(32) }, bo),
    ]);
    const wrong = "What you were told does not match what would stand on the ledger";
    expect(rows).toContain(`Price: ${wrong}`);
  });

  it("passes over no member of the body", () => {
    const rows = rowsOf(sale({ entry: "town.4", grounds: salt, inLaw: Date.UTC(2026, 4, 4) }));
    expect(rows).toContain("Lodged as entry: town.4");
    expect(rows).toContain("Takes effect: 4 May 2026");
    expect(rows.some((row) => row.startsWith("Grounds: sealed"))).toBe(true);
  });

  it("of a determination says that nobody gives, and asks for no price", () => {
    const transfer = sale({ price: null });
    const given = transfer.given.map((right) => ({ ...right, holders: [] }));
    const words = wordsOf({ ...transfer, kind: "determination", given }, people, []);
    expect(words.sentences).toEqual([
      "All of title t1 has no owner on record. It is said who owns it.",
      "Bo Reis receives all.",
      "Everything happens in one step, or nothing does.",
    ]);
    expect(words.rows.map(([name]) => name)).not.toContain("Price");
  });
});
