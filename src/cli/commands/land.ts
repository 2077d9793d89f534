import { clientOf } from "../client.js";
import { type Common, command, group, runs } from "../command.js";
import { type Answer, printable } from "../output.js";
import { asOfOption, factValue, fetchReceipt } from "../proved.js";
import { showTime } from "../times.js";
import { landExportCommand, landImportCommand } from "./land-import.js";

type Page = Common & { readonly limit?: string; readonly cursor?: string };

export function landCommand() {
  return group("land", "the land registry", [
    landImportCommand(),
    landExportCommand(),
    recordCommand("title", "land/title", "a title, its parcels and its rights"),
    recordCommand("parcel", "land/parcel", "a parcel"),
    recordCommand("right", "land/right", "a right"),
    command("levels", "the levels and their grids", "land levels").action(
      runs<Page, []>(async (options) =>
        list((await clientOf(options).landLevels(pageOf(options))).body),
      ),
    ),
    command("offices", "the offices and their districts", "land offices").action(
      runs<Page, []>(async (options) =>
        list((await clientOf(options).landOffices(pageOf(options))).body),
      ),
    ),
    listOptions(
      command("parcels", "parcels, in the order of the daybooks", "land parcels --limit 10"),
    ).action(
      runs<Page, []>(async (options) =>
        list((await clientOf(options).landParcels(pageOf(options))).body),
      ),
    ),
    listOptions(command("daybook", "an office's daybook", "land daybook land-registry"))
      .argument("<office>")
      .action(
        runs<Page, [string]>(async (options, office) =>
          list((await clientOf(options).landDaybook({ office, ...pageOf(options) })).body),
        ),
      ),
  ]);
}

const listOptions = (of: ReturnType<typeof command>) =>
  of
    .option("--limit <n>", "at most so many")
    .option("--cursor <cursor>", "`next` of the answer before");

function pageOf({ limit, cursor }: Page) {
  return {
    ...(limit !== undefined && { limit: Number(limit) }),
    ...(cursor !== undefined && { cursor }),
  };
}

type List = {
  readonly items: readonly { readonly id: string; readonly value: unknown }[];
  readonly next: string | null;
};

function list({ items, next }: List): Answer {
  const lines = items.map(({ id, value }) => printable(`${id}  ${JSON.stringify(value)}`));
  const more = next === null ? [] : [`More: --cursor ${next}`];
  return { json: { items, next }, text: [...lines, ...more].join("\n") };
}

type AsOf = Common & { readonly asOf?: string };

/** One record with its proof checked, now or as of a time on the register. */
function recordCommand(name: string, prefix: string, description: string) {
  return command(name, description, `land ${name} NG-A01-01 --json`)
    .argument("<id>")
    .option("--as-of <time>", "as it stood on the register then: ISO 8601 or ms since 1970")
    .action(runs<AsOf, [string]>((options, id) => proved(options, `${prefix}/${id}`)));
}

async function proved(options: AsOf, key: string): Promise<Answer> {
  const { receipt } = await fetchReceipt(options, { key, ...asOfOption(options.asOf) });
  const { fact, current, signedBy, sealTime, asOf } = receipt;
  const value = factValue(fact);
  const time = asOf?.time ?? sealTime;
  const json = { key, index: fact.index, value, current, time, signedBy };
  const when = time === null ? "" : ` at ${showTime(time)}`;
  const head = `${key}, fact ${fact.index}${when}, signed by ${signedBy.join(", ")}`;
  return { json, text: `${head}\n${printable(JSON.stringify(value))}` };
}
