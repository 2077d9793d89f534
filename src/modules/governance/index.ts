import { defineModule, type Module } from "../../ledger/module.js";
import { governanceError } from "./errors.js";
import { renew } from "./execute/renew.js";
import { importGenesis } from "./genesis.js";
import { invariants } from "./invariants.js";
import type { GovernanceNeeds } from "./needs.js";
import { agency, cosignerKey, epoch, logKey, network } from "./schema.js";

export function governanceModule(needs: GovernanceNeeds): Module {
  return defineModule({
    name: "governance",
    version: 1,
    records: [network, agency, logKey, cosignerKey, epoch],
    errors: [governanceError],
    transactions: { renew: renew(needs) },
    genesis: importGenesis,
    invariants,
  });
}
