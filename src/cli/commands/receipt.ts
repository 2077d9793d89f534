import { limits } from "../../base/limits.js";
import { decodeFact, isTombstone } from "../../ledger/fact.js";
import { decodeInclusion } from "../../ledger/inclusion.js";
import { decodeReceipt } from "../../ledger/receipt.js";
import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";
import { readBytes, writeOut } from "../files.js";
import type { Answer } from "../output.js";
import { asOfOption, fetchReceipt, type Wanted } from "../proved.js";

type ReceiptOptions = Common & {
  readonly output?: string;
  readonly tx?: string;
  readonly refresh?: string;
  readonly asOf?: string;
};

export function receiptCommand() {
  const example = "receipt land/title/NG-A01-01 -o title.receipt";
  return command("receipt", "fetch a receipt to keep", example)
    .argument("[key]", "key of a fact")
    .option("--tx <id>", "a transaction's instead")
    .option("--refresh <file>", "fetch afresh what this receipt is of, into the same file")
    .option("--as-of <time>", "the fact in force then: ISO 8601 or ms since 1970")
    .option("-o, --output <file>")
    .action(runs<ReceiptOptions, [string | undefined]>(keepReceipt));
}

async function keepReceipt(options: ReceiptOptions, key: string | undefined): Promise<Answer> {
  const { refresh, output = refresh } = options;
  if (output === undefined) throw cliError("CLI_USAGE", { needs: "--output" });
  const { bytes, receipt } = await fetchReceipt(options, wantedOf(options, key));
  writeOut(output, bytes);
  const { fact, size } = receipt;
  return {
    json: { file: output, bytes: bytes.length, index: fact.index, size },
    text: `${output}: ${bytes.length} bytes, fact ${fact.index} of ${size}.`,
  };
}

function wantedOf({ tx, refresh, asOf }: ReceiptOptions, key: string | undefined): Wanted {
  const given = [key, tx, refresh].filter((source) => source !== undefined);
  if (given.length !== 1) throw cliError("CLI_USAGE", { needs: "a key, --tx or --refresh" });
  if (refresh !== undefined) return wantedAgain(refresh);
  const what = tx === undefined ? { key: key ?? "" } : { transaction: tx };
  return { ...what, ...asOfOption(asOf) };
}

/** The same key; a receipt as of a time is asked for as of the same time. */
function wantedAgain(file: string): Wanted {
  const { leaf, inclusion, asOf } = decodeReceipt(readBytes(file, limits.receiptBytes));
  const fact = decodeFact(decodeInclusion(inclusion).index, leaf);
  if (isTombstone(fact)) throw cliError("CLI_USAGE", { file, needs: "a receipt of a fact" });
  return { key: fact.key, ...(asOf && { asOf: String(asOf.time) }) };
}
