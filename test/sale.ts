import { expect } from "vitest";
import type { Cbor } from "../src/codec/cbor-value.js";
import type { MemorySigner } from "../src/crypto/signer.js";
import type { AllRecords } from "../src/ledger/module.js";
import type { LodgeBody, Owner } from "../src/modules/land/bodies.js";
import { daybook, office, right, title } from "../src/modules/land/schema.js";
import { type Gives, saleTerms, type TransferMore, transferBody } from "../src/sdk/sale.js";
import {
  clerk,
  deed,
  handle,
  LandNetwork,
  person,
  rectangle,
  registration,
  staff,
} from "./land.js";

export type Share = LodgeBody["to"][number]["share"];

/** A taking by persons of these numbers. */
export const takes = (share: Share, ...persons: number[]) => ({
  handles: persons.map(handle),
  share,
});
export const gives = (right: string, share: Share | null): Gives => ({ right, share });
/** Half of title `p` to persons 2 and 3. */
export const halfOfP = saleTerms("p", [gives("p.1", [1, 2])], [takes([1, 4], 2), takes([1, 4], 3)]);
/** Everyone who signs that. */
export const all = [staff.north, person(1), person(2), person(3)];

/** The body of a transfer in which every taker has a deed of their own. */
export function sale(terms: LodgeBody, more: Partial<TransferMore> = {}): Cbor {
  const sources = terms.to.map(({ holders: [first] }) => [
    deed(Number.parseInt(first?.id ?? "200", 16)),
  ]);
  return transferBody(terms, { sources, ...more });
}

const WIDTH = 100;

/** Titles side by side, each with the ownership that it is given. */
export function landOf(
  owners: Readonly<Record<string, readonly Owner[]>>,
  legacy = false,
): LandNetwork {
  const network = new LandNetwork();
  for (const [i, [id, holders]] of Object.entries(owners).entries()) {
    const shape = rectangle(i * WIDTH, 0, (i + 1) * WIDTH, WIDTH);
    const body = registration(id, shape, { holders: [...holders], legacy });
    const named = holders.flatMap(({ kind, id: name }) => {
      if (name === null) return [];
      return kind === "person" ? person(Number.parseInt(name, 16)) : clerk;
    });
    expect(network.run("land.register", body, [staff.north, ...named]).code).toBe("ok");
  }
  return network;
}

export const owner = (n: number, share: Share | null = null): Owner => ({
  kind: "person",
  id: handle(n),
  share,
});

/** All that a transfer could change. */
export function snapshot(records: AllRecords): unknown {
  return [right, title, daybook, office].map((record) => [...records(record as typeof right)]);
}

export type Refusal = readonly [
  code: string,
  type: string,
  body: Cbor,
  signers: readonly MemorySigner[],
];
