import { RecordReader } from "../../ledger/execute.js";
import { recordKey } from "../../ledger/record-type.js";
import type { StateReader } from "../../ledger/state.js";
import { title } from "../../modules/land/schema.js";
import { cliError } from "../errors.js";
import { lotOf } from "./country.js";
import { drawn } from "./load.js";

/** A sale of a title that is on record: the first one of a title has number 1. */
export type Sale = { readonly title: number; readonly sale: number };

/** How many titles are on record: they are made in order. */
export function titlesOn(state: StateReader): number {
  const stands = (n: number) => state.get(recordKey(title, lotOf(n).id)) !== undefined;
  let above = 1;
  while (stands(above - 1)) above *= 2;
  let below = Math.floor(above / 2);
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (stands(middle - 1)) below = middle;
    else above = middle;
  }
  return below;
}

/**
 * The next sales of so many titles, scattered over all that are on record and each once.
 * @throws CLI_BENCH where there are none, or not so many
 */
export function scatteredSales(state: StateReader, count: number, purpose: string): Sale[] {
  const titles = titlesOn(state);
  if (count < 1 || titles < count) throw cliError("CLI_BENCH", { what: "titles", titles, count });
  const reader = new RecordReader(state);
  const stride = strideThrough(titles, purpose);
  return Array.from({ length: count }, (_, i) => {
    const number = (stride.first + i * stride.step) % titles;
    const rights = reader.read(title, lotOf(number).id)?.value.rightsMade;
    if (rights === undefined) throw cliError("CLI_BENCH", { what: lotOf(number).id });
    return { title: number, sale: rights };
  });
}

/** Visits every number below `titles` before it comes to one again, in no order that a disk would like. */
function strideThrough(titles: number, purpose: string): { first: number; step: number } {
  const chance = new DataView(drawn(purpose).buffer);
  let step = 1 + (chance.getUint32(0) % titles);
  while (greatestCommonDivisor(step, titles) !== 1) step++;
  return { first: chance.getUint32(4) % titles, step };
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
