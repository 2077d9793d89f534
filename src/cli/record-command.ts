import { type Common, command, runs } from "./command.js";
import { type Answer, printable } from "./output.js";
import { asOfOption, factValue, fetchReceipt } from "./proved.js";
import { showTime } from "./times.js";

export type AsOf = Common & { readonly asOf?: string };

/** A command that shows one record with its proof checked, now or as of a time on the register. */
export function recordCommand(
  name: string,
  prefix: string,
  { description, example }: { readonly description: string; readonly example: string },
) {
  return command(name, description, example)
    .argument("<id>")
    .option("--as-of <time>", "as it stood on the register then: ISO 8601 or ms since 1970")
    .action(runs<AsOf, [string]>((options, id) => provedRecord(options, `${prefix}/${id}`)));
}

/** A record as its receipt shows it, once that was checked. @throws VERIFY_*, REMOTE_* */
export async function provedRecord(options: AsOf, key: string): Promise<Answer> {
  const { receipt } = await fetchReceipt(options, { key, ...asOfOption(options.asOf) });
  const { fact, current, signedBy, sealTime, asOf } = receipt;
  const value = factValue(fact);
  const time = asOf?.time ?? sealTime;
  const json = { key, index: fact.index, value, current, time, signedBy };
  const when = time === null ? "" : ` at ${showTime(time)}`;
  const head = `${key}, fact ${fact.index}${when}, signed by ${signedBy.join(", ")}`;
  return { json, text: `${head}\n${printable(JSON.stringify(value))}` };
}
