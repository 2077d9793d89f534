import { beforeEach, describe, expect, it } from "vitest";
import {
  deed,
  handle,
  LandNetwork,
  person,
  rectangle,
  registration,
  staff,
  start,
} from "../../../test/land.js";
import { saleTerms, transferBody } from "../../sdk/sale.js";
import type { LodgeBody } from "./bodies.js";
import { findEntry, findRight, findTitle, holdingsOf } from "./queries.js";

const time = start + 2000;
let network: LandNetwork;

/** Title `p`, wholly held by person 1. */
beforeEach(() => {
  network = new LandNetwork();
  const holders = [{ kind: "person" as const, id: handle(1), share: null }];
  const body = registration("p", rectangle(0, 0, 9, 9), { holders });
  expect(network.run("land.register", body, [staff.north, person(1)]).code).toBe("ok");
});

type Share = LodgeBody["to"][number]["share"];
const to = (n: number, share: Share) => ({ handles: [handle(n)], share });

describe("land.transfer", () => {
  it("gives half of a title to two others in equal shares", () => {
    const terms = saleTerms("p", [{ right: "p.1", share: [1, 2] }], [to(2, [1, 4]), to(3, [1, 4])]);
    const body = transferBody(terms, { sources: [[deed(2)], [deed(3)]] });
    const signers = [staff.north, person(1), person(2), person(3)];
    expect(network.run("land.transfer", body, signers).code).toBe("ok");
    const title = findTitle(network.reader, "p");
    expect(title?.rights.map(({ id, value }) => [id, value.on.share])).toEqual([
      ["p.1", [1, 2]],
      ["p.2", [1, 4]],
      ["p.3", [1, 4]],
    ]);
    expect(findEntry(network.reader, "nord.2")?.value).toMatchObject({
      kind: "transfer",
      rights: ["p.1"],
      decision: "registered",
      registrar: "ada",
      lodged: time,
      decided: time,
    });
    expect(findRight(network.reader, "p.1")?.value).toMatchObject({ entry: "nord.2", inLaw: time });
    expect(holdingsOf(network.reader, handle(3)).map(({ id }) => id)).toEqual(["p.3"]);
    expect(network.broken()).toEqual([]);
  });
});
