import { clientOf } from "../client.js";
import { type Common, command, group, runs } from "../command.js";
import { type Answer, printable } from "../output.js";
import { recordCommand } from "../record-command.js";
import { landExportCommand, landImportCommand } from "./land-import.js";
import { landLodgedCommand, landOwnersCommand } from "./land-listed.js";
import { landHistoryCommand, landTitleCommand } from "./land-title.js";

type Page = Common & { readonly limit?: string; readonly cursor?: string };

export function landCommand() {
  return group("land", "the land registry", [
    landImportCommand(),
    landExportCommand(),
    landTitleCommand(),
    landHistoryCommand(),
    landRecord("parcel", "land/parcel", "a parcel"),
    landRecord("right", "land/right", "a right"),
    landOwnersCommand(),
    landLodgedCommand(),
    recordCommand("entry", "land/daybook", {
      description: "an entry of a daybook",
      example: "land entry land-registry.17",
    }),
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

const landRecord = (name: string, prefix: string, description: string) =>
  recordCommand(name, prefix, { description, example: `land ${name} NG-A01-01 --json` });
