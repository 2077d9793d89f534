/**
 * Preloaded into a node (`node --import`): it is the program of a later release, which has one more version
 * of the land registry. That one knows what the one before it does not: `land.remark`, which writes nothing.
 */
import { z } from "zod";
import { transactionType } from "../../dist/ledger/module.js";
import { availableModules } from "../../dist/modules/available.js";

const remark = transactionType({
  body: z.strictObject({ text: z.string().max(100) }),
  execute: () => {},
  sentence: ({ text }) => `remark that ${text}`,
});

const land = availableModules.find(({ name }) => name === "land");
availableModules.push({
  ...land,
  version: land.version + 1,
  transactions: { ...land.transactions, remark },
});
