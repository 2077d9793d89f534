import { defineModule, type Module } from "../../ledger/module.js";
import { landError } from "./errors.js";
import { importGenesis } from "./genesis.js";
import { geometryError } from "./geometry/errors.js";
import { invariants } from "./invariants.js";
import type { LandNeeds } from "./needs.js";
import { records } from "./schema.js";
import { tables } from "./tables.js";
import { transactions } from "./transactions.js";

/** The land registry, over the needs that the composition root gives it. */
export function landModule(needs: LandNeeds): Module {
  return defineModule({
    name: "land",
    version: 2,
    records,
    errors: [landError, geometryError],
    transactions: transactions(needs),
    genesis: importGenesis,
    invariants,
    tables,
  });
}
