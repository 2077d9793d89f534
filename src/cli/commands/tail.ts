import { setTimeout as wait } from "node:timers/promises";
import { clientOf } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { printable } from "../output.js";
import { showTime } from "../times.js";

type TailOptions = Common & { readonly follow: boolean; readonly from?: string };

/** How often a log that grew no further is asked again. */
const POLL_MS = 1000;

export function tailCommand() {
  return command("tail", "one sentence a transaction", "tail --follow --json")
    .option("--follow", "go on as transactions are sealed", false)
    .option("--from <index>", "start at this index of the log; the newest ones by default")
    .action(runs<TailOptions, []>(tail));
}

async function tail(options: TailOptions): Promise<null> {
  const client = clientOf(options);
  let from = options.from === undefined ? undefined : Number(options.from);
  for (;;) {
    const { body } = await client.tail(from === undefined ? {} : { from });
    for (const item of body.items) {
      const { time, code, sentence } = item;
      const refused = code === "ok" ? "" : ` (refused: ${code})`;
      const text = options.json
        ? JSON.stringify(item)
        : printable(`${showTime(time)}  ${sentence}${refused}`);
      process.stdout.write(`${text}\n`);
    }
    from = body.next;
    if (body.next < body.size) continue;
    if (!options.follow) return null;
    await wait(POLL_MS);
  }
}
