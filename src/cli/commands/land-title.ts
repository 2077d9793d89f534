import { clientOf } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { type Answer, printable } from "../output.js";
import { type AsOf, provedRecord } from "../record-command.js";
import { readTime, showTime } from "../times.js";

type TitleOptions = AsOf & { readonly inLaw?: string };

export function landTitleCommand() {
  return command("title", "a title, its parcels and its rights", "land title NG-0042 --json")
    .argument("<id>")
    .option("--as-of <time>", "as the register knew it then: ISO 8601 or ms since 1970")
    .option("--in-law <time>", "what was so in law then, with every right")
    .action(
      runs<TitleOptions, [string]>((options, id) =>
        options.inLaw === undefined
          ? provedRecord(options, `land/title/${id}`)
          : titleInLaw(options, id, readTime(options.inLaw)),
      ),
    );
}

/** The node's word for which facts these are; a receipt proves what stands in each. */
async function titleInLaw(options: TitleOptions, id: string, law: number): Promise<Answer> {
  const register = options.asOf === undefined ? {} : { register: readTime(options.asOf) };
  const { body } = await clientOf(options).landTitle({ id, law, ...register });
  const { rights, asOf } = body;
  const when = `in law at ${showTime(law)}, as the register knew it at ${showTime(asOf?.register ?? law)}`;
  const lines = rights.map(({ key, index, value: { on, holders } }) =>
    printable(
      `  ${key}, fact ${index}  ${shareText(on.share)}  ${holders.map(holderText).join(", ")}`,
    ),
  );
  return { json: body, text: [`${body.key}, ${when}`, ...lines].join("\n") };
}

const holderText = ({ kind, id }: { readonly kind: string; readonly id: string | null }): string =>
  id === null ? kind : `${kind} ${id}`;

const shareText = (share: unknown): string =>
  Array.isArray(share) ? share.map(String).join("/") : "whole";

export function landHistoryCommand() {
  return command("history", "all that ever happened to a title", "land history NG-0042")
    .argument("<id>")
    .action(
      runs<Common, [string]>(async (options, id) => {
        const { body } = await clientOf(options).landTitleHistory({ id });
        const lines = body.entries.flatMap((entry) => [
          `${showTime(entry.lodged)}  ${entry.id}  ${entry.kind}  ${entry.decision ?? "waits"}`,
          ...entry.rights.map(
            ({ id: right, status, share, inLaw }) =>
              `    ${right}  ${status}  ${shareText(share)}  in law since ${inLaw === null ? "unknown" : showTime(inLaw)}`,
          ),
        ]);
        return { json: body, text: lines.map(printable).join("\n") };
      }),
    );
}
