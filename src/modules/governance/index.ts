import { defineModule, type Module } from "../../ledger/module.js";
import { recordKey } from "../../ledger/record-type.js";
import { accreditation } from "./accreditations.js";
import { bringInForce } from "./bring-in-force.js";
import { governanceError } from "./errors.js";
import { propose } from "./execute/propose.js";
import { renew } from "./execute/renew.js";
import { vote } from "./execute/vote.js";
import { withdraw } from "./execute/withdraw.js";
import { freeze } from "./freezes.js";
import { importGenesis } from "./genesis.js";
import { invariants } from "./invariants.js";
import { law, standingLaw } from "./law.js";
import { recordMisbehaviour } from "./misbehaviour.js";
import type { GovernanceNeeds } from "./needs.js";
import { parameter } from "./parameters.js";
import { ballot, lapse, proposal } from "./proposals.js";
import {
  agency,
  change,
  cosignerKey,
  epoch,
  logKey,
  misbehaviour,
  network,
  validator,
  validatorKey,
} from "./schema.js";
import { strike } from "./strike.js";

const changes = recordKey(change, "");
const freezes = recordKey(freeze, "");

export function governanceModule(needs: GovernanceNeeds): Module {
  return defineModule({
    name: "governance",
    version: 1,
    records: [
      network,
      agency,
      logKey,
      cosignerKey,
      epoch,
      change,
      validator,
      validatorKey,
      accreditation,
      proposal,
      ballot,
      parameter,
      misbehaviour,
      law,
      strike,
      freeze,
    ],
    errors: [governanceError],
    transactions: {
      propose: propose(needs),
      vote: vote(needs),
      withdraw: withdraw(needs),
      renew: renew(needs),
    },
    genesis: importGenesis,
    onTime: (context, { key }) => {
      if (key.startsWith(changes)) bringInForce(context, key.slice(changes.length));
      else if (key.startsWith(freezes)) context.retract(freeze, key.slice(freezes.length));
      else lapse(context, key.slice(recordKey(proposal, "").length));
    },
    law: standingLaw,
    onEvidence: recordMisbehaviour,
    invariants,
  });
}
