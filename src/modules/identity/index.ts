import { defineModule, type Module } from "../../ledger/module.js";
import { identityError } from "./errors.js";
import { appoint } from "./execute/appoint.js";
import { dismiss } from "./execute/dismiss.js";
import { revokeKey } from "./execute/revoke-key.js";
import { importGenesis } from "./genesis.js";
import { invariants } from "./invariants.js";
import { key, office, official, organisation } from "./schema.js";
import { knowsSigner } from "./view.js";

export const identityModule: Module = defineModule({
  name: "identity",
  version: 1,
  records: [organisation, official, office, key],
  errors: [identityError],
  transactions: { appoint, dismiss, revokeKey },
  genesis: importGenesis,
  /** The only deadline here: an office's end. */
  onTime: (context, { key: officeKey }) =>
    context.retract(office, officeKey.slice(office.prefix.length + 1)),
  invariants,
  admits: knowsSigner,
});
