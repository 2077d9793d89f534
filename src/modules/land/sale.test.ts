import { beforeEach, describe, expect, it } from "vitest";
import { handle, person, rectangle, registration } from "../../../test/land.js";
import { binding, genesisOf, signer, start, TestNetwork } from "../../../test/network.js";
import { gives, type Share, sale, snapshot, takes } from "../../../test/sale.js";
import { toHex } from "../../base/text.js";
import type { Cbor } from "../../codec/cbor-value.js";
import type { MemorySigner } from "../../crypto/signer.js";
import { saleTerms } from "../../sdk/sale.js";
import { findTitle } from "./queries.js";

/** The same rules with the identities of a whole network behind them. */
const [clerk, elsewhere, agent] = [signer(1), signer(2), signer(3)];
const genesis = genesisOf([
  {
    name: "registry",
    officers: [
      { handle: "clerk", seed: 1, role: "registrar", within: ["main"] },
      { handle: "elsewhere", seed: 2, role: "registrar", within: ["harbour"] },
    ],
  },
  { name: "church", officers: [{ handle: "agent", seed: 3, role: "representative" }] },
]);
const ana = person(1);
const takers = [person(2), person(3)];
let network: TestNetwork;

const place = { office: "registry", district: "main" };
const source = [
  {
    kind: "deed" as const,
    date: "2026-03-02",
    commitment: new Uint8Array(32).fill(7),
    validatedBy: "registry",
  },
];
const cite = (n: number) =>
  [{ ...source[0], commitment: new Uint8Array(32).fill(n, 1) }] as typeof source;

beforeEach(() => {
  network = new TestNetwork(genesis);
  for (const n of [1, 2, 3]) {
    const commitment = (field: number) => new Uint8Array(32).fill(n, field);
    const enrolment = {
      handle: handle(n),
      key: binding(person(n)),
      name: commitment(1),
      number: commitment(2),
      birthDate: commitment(3),
      assurance: "high",
      organisation: "registry",
    };
    expect(network.run("identity.enrol", enrolment, clerk, person(n))).toBe("ok");
  }
  const holders = [{ kind: "person" as const, id: handle(1), share: null }];
  const body = registration("p", rectangle(0, 0, 9, 9), { ...place, holders, sources: source });
  expect(network.run("land.register", body, clerk, ana)).toBe("ok");
});

const halves = (share: Share = [1, 4]) =>
  saleTerms("p", [gives("p.1", [1, 2])], [takes(share, 2), takes(share, 3)]);
const sources = [cite(2), cite(3)];

function refused(body: Cbor, ...signers: MemorySigner[]): string {
  const before = snapshot(network.records);
  const keys = network.state.keys.size;
  const code = network.run("land.transfer", body, ...signers);
  expect(snapshot(network.records)).toEqual(before);
  // The refusal itself stands on record, and nothing else.
  expect(network.state.keys.size).toBe(keys + 1);
  expect(network.broken()).toEqual([]);
  return code;
}

describe("a sale of half a title to two in equal shares", () => {
  it("stands when all have signed", () => {
    expect(network.run("land.transfer", sale(halves(), { sources }), clerk, ana, ...takers)).toBe(
      "ok",
    );
    const rights = findTitle(network.reader, "p")?.rights.map(({ value }) => value.on.share);
    expect(rights).toEqual([
      [1, 2],
      [1, 4],
      [1, 4],
    ]);
    expect(network.broken()).toEqual([]);
  });

  it("is refused without the seller, a buyer or the registrar of that district", () => {
    const body = sale(halves(), { sources });
    const [bo = ana, cy = ana] = takers;
    expect(refused(body, clerk, bo, cy)).toBe("IDENTITY_HANDLE_UNSIGNED");
    expect(refused(body, clerk, ana, bo)).toBe("IDENTITY_HANDLE_UNSIGNED");
    expect(refused(body, ana, bo, cy)).toBe("IDENTITY_NO_OFFICE");
    expect(refused(body, elsewhere, ana, bo, cy)).toBe("IDENTITY_OFFICE_ELSEWHERE");
  });

  it("is refused once a key of theirs is revoked", () => {
    const [bo = ana] = takers;
    expect(network.run("identity.revokeKey", { keyId: toHex(bo.thumbprint) }, bo)).toBe("ok");
    expect(refused(sale(halves(), { sources }), clerk, ana, ...takers)).toBe(
      "IDENTITY_KEY_REVOKED",
    );
  });

  it("is refused when its time is over", () => {
    const draft = network.transaction(
      "land.transfer",
      sale(halves(), { sources }),
      clerk,
      ana,
      ...takers,
    );
    const before = snapshot(network.records);
    const late = network.ledger.execute(start + 7_200_000, null, [draft]);
    expect(late?.results.map(({ code }) => code)).toEqual(["TX_EXPIRED"]);
    expect(snapshot(network.records)).toEqual(before);
  });

  it("is refused in shares that do not add up, or to somebody whom nobody vouched for", () => {
    const thirds = [1, 2, 3].map((n) => takes([3333, 10_000], n + 1));
    const whole = saleTerms("p", [gives("p.1", null)], thirds);
    const three = { sources: [cite(2), cite(3), cite(4)] };
    expect(refused(sale(whole, three), clerk, ana, ...takers)).toBe("IDENTITY_HANDLE_UNKNOWN");
    expect(refused(sale(halves([1, 3]), { sources }), clerk, ana, ...takers)).toBe(
      "LAND_SHARES_SUM",
    );
  });

  it("goes to an organisation when its representative signs", () => {
    const to = [
      { holders: [{ kind: "organisation" as const, id: "church" }], share: [1, 2] as Share },
    ];
    const body = sale({ ...halves(), to }, { sources: [cite(9)] });
    expect(refused(body, clerk, ana)).toBe("IDENTITY_NO_OFFICE");
    expect(network.run("land.transfer", body, clerk, ana, agent)).toBe("ok");
    const back = saleTerms("p", [gives("p.2", null)], [takes([1, 2], 2)]);
    const more = { sources: [cite(2)] };
    expect(refused(sale(back, more), clerk, ...takers)).toBe("IDENTITY_NO_OFFICE");
    expect(network.run("land.transfer", sale(back, more), clerk, agent, ...takers)).toBe("ok");
    expect(network.broken()).toEqual([]);
  });
});
