import { expect, it } from "vitest";
import type { TransactionContext } from "../../ledger/module.js";
import { checkSigned } from "./holders.js";
import type { LandNeeds } from "./needs.js";
import type { Holder } from "./schema.js";

const pass = (): void => {};

it("asks once whether somebody has signed, in however many rights they stand", () => {
  const asked: string[] = [];
  const needs: LandNeeds = {
    registrar: () => ({ handle: "r", organisation: "o" }),
    organisation: pass,
    person: pass,
    frozenSince: () => null,
    signed: (_, __, handle) => void asked.push(handle),
    signedFor: (_, __, organisation) => void asked.push(organisation),
  };
  const context: TransactionContext = {
    id: "",
    height: 1,
    time: 0,
    size: 0,
    origin: "",
    rules: { algorithms: [], publicityOfField: () => null, versionOf: () => null },
    signatories: [],
    read: () => undefined,
    members: () => [],
    put: pass,
    retract: pass,
  };
  const org = (id: string): Holder => ({ kind: "organisation", id });
  const rights: Holder[][] = Array.from({ length: 64 }, () => [org("treasury"), org("bank")]);
  const ana: Holder = { kind: "person", id: "a".repeat(32) };
  checkSigned(needs, context, [...rights.flat(), ana]);
  expect(asked).toEqual(["treasury", "bank", ana.id]);
});
