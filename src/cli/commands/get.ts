import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import { type Answer, printable } from "../output.js";
import { factValue, fetchReceipt } from "../proved.js";

type GetOptions = Common & { readonly at?: string };

export function getCommand() {
  const example = "get land/parcel/NG-A01-01 --json";
  return command("get", "the newest fact of a key, its proof checked", example)
    .argument("<key>")
    .option("--at <size>", "the fact that was newest when the log had this many facts")
    .action(runs<GetOptions, [string]>(getFact));
}

async function getFact(options: GetOptions, key: string): Promise<Answer> {
  const at = options.at === undefined ? {} : { at: readSize(options.at) };
  const { receipt } = await fetchReceipt(options, { key, ...at });
  const { fact, current, retracted } = receipt;
  const json = { key, value: factValue(fact), index: fact.index, current, retracted };
  const state = retracted ? "retracted" : current ? "current" : "superseded since";
  return { json, text: `fact ${fact.index}, ${state}\n${printable(JSON.stringify(json.value))}` };
}

function readSize(text: string): number {
  const size = /^[1-9][0-9]{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw cliError("CLI_USAGE", { at: text, needs: "a size" });
  return size;
}
