import {
  type TransactionContext,
  type TransactionType,
  transactionType,
} from "../../ledger/module.js";
import * as bodies from "./bodies.js";
import { determine } from "./execute/determine.js";
import { foundLevel } from "./execute/found-level.js";
import { lodge } from "./execute/lodge.js";
import { openOffice } from "./execute/open-office.js";
import { refuse } from "./execute/refuse.js";
import { register } from "./execute/register.js";
import { touchTransfer, transfer } from "./execute/transfer.js";
import { withdraw } from "./execute/withdraw.js";
import type { LandNeeds } from "./needs.js";
import { sentences } from "./sentences.js";

type Execute<Body> = (needs: LandNeeds, context: TransactionContext, body: Body) => void;

export function transactions(needs: LandNeeds): Readonly<Record<string, TransactionType>> {
  const given =
    <Body>(execute: Execute<Body>) =>
    (context: TransactionContext, body: Body): void =>
      execute(needs, context, body);
  return {
    foundLevel: transactionType({
      body: bodies.foundLevelBody,
      sentence: sentences.foundLevel,
      execute: given(foundLevel),
    }),
    openOffice: transactionType({
      body: bodies.openOfficeBody,
      sentence: sentences.openOffice,
      execute: given(openOffice),
    }),
    register: transactionType({
      body: bodies.registerBody,
      sentence: sentences.register,
      execute: given(register),
    }),
    lodge: transactionType({
      body: bodies.lodgeBody,
      sentence: sentences.lodge,
      execute: given(lodge),
    }),
    withdraw: transactionType({
      body: bodies.withdrawBody,
      sentence: sentences.withdraw,
      execute: given(withdraw),
    }),
    refuse: transactionType({
      body: bodies.refuseBody,
      sentence: sentences.refuse,
      execute: given(refuse),
    }),
    transfer: transactionType({
      body: bodies.transferBody,
      sentence: sentences.transfer,
      execute: given(transfer),
      touch: touchTransfer,
    }),
    determine: transactionType({
      body: bodies.determineBody,
      sentence: sentences.determine,
      execute: given(determine),
    }),
  };
}
