import { describe, expect, it } from "vitest";
import { readGenesis, readSeal, readTick, readTransaction } from "../../src/ledger/records.js";
import { availableModules } from "../../src/modules/available.js";
import { tableRows } from "./tables.js";

const PAGE = "docs/concepts/privacy.md";
const bytes32 = new Uint8Array(32);

/** The ledger's own facts have one definition, their readers; `value` is the whole genesis again. */
const genesis = readGenesis({ name: "", salt: new Uint8Array(16), modules: {}, tables: {} });
const ledgerFacts: Readonly<Record<string, object | null>> = {
  genesis: { ...genesis, value: undefined },
  tx: readTransaction([bytes32, "ok", null, 0]),
  tick: readTick([0, null, 0]),
  seal: readSeal([0, 0, 0, 0, bytes32, bytes32]),
};

const ledgerFields = [
  ...Object.entries(ledgerFacts).flatMap(([fact, members]) =>
    Object.keys(members ?? {}).map((member) => `${fact}.${member}`),
  ),
  ...availableModules.map(({ name }) => `genesis.${name}`),
].filter((field) => field !== "genesis.value");

const recordFields = availableModules.flatMap(({ records }) =>
  records.flatMap(({ prefix, publicity }) =>
    Object.entries(publicity).map(([field, who]) => `${prefix}.${field} ${who}`),
  ),
);

/** What a transaction's body holds stands on the ledger too, inside its envelope. */
const bodyFields = availableModules.flatMap(({ name, transactions }) =>
  Object.entries(transactions).flatMap(([type, { schema }]) => {
    const shape: unknown = Reflect.get(schema, "shape");
    return Object.keys(shape ?? {}).map((field) => `${name}.${type}:${field}`);
  }),
);

function rows(heading: string): string[][] {
  return tableRows(PAGE, heading);
}

const first = (heading: string): string[] => rows(heading).map(([field = ""]) => field);

describe("docs/concepts/privacy.md lists what stands on the ledger, and nothing else", () => {
  it("every field of every record, with its publicity", () => {
    const listed = rows("Records").map(([field, publicity]) => `${field} ${publicity}`);
    expect(listed.sort()).toEqual(recordFields.sort());
  });

  it("every field of the ledger's own facts", () => {
    expect(first("The ledger's own facts").sort()).toEqual(ledgerFields.sort());
  });

  it("every field of every transaction's body", () => {
    expect(first("Transactions' bodies").sort()).toEqual(bodyFields.sort());
  });

  it.each(["Records", "The ledger's own facts", "Transactions' bodies"])(
    "%s: who could link it, on what legal basis, for how long",
    (heading) => {
      const bare = rows(heading).filter(
        (cells) => cells.length !== 5 || cells.some((c) => c === ""),
      );
      expect(bare).toEqual([]);
    },
  );
});
