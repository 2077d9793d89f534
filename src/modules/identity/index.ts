import { defineModule, type Module } from "../../ledger/module.js";
import { identityError } from "./errors.js";
import { appoint } from "./execute/appoint.js";
import { dismiss } from "./execute/dismiss.js";
import { enrol } from "./execute/enrol.js";
import { publishReads } from "./execute/publish-reads.js";
import { register } from "./execute/register.js";
import { revokeKey } from "./execute/revoke-key.js";
import { rotateKey } from "./execute/rotate-key.js";
import { importGenesis } from "./genesis.js";
import { invariants } from "./invariants.js";
import type { IdentityNeeds } from "./needs.js";
import { handle, key, office, official, organisation, reads, readsOf } from "./schema.js";
import { tables } from "./tables.js";
import { knowsSigner, touchSigners } from "./view.js";

export const identityModule = (needs: IdentityNeeds): Module =>
  defineModule({
    name: "identity",
    version: 2,
    records: [organisation, official, office, handle, key, reads, readsOf],
    errors: [identityError],
    transactions: {
      register: register(needs),
      appoint,
      dismiss,
      enrol,
      rotateKey,
      revokeKey,
      publishReads,
    },
    genesis: importGenesis,
    /** The only deadline here: an office's end. */
    onTime: (context, { key: officeKey }) =>
      context.retract(office, officeKey.slice(office.prefix.length + 1)),
    invariants,
    tables,
    admits: knowsSigner,
    touch: touchSigners,
  });
