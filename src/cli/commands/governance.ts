import { clientOf } from "../client.js";
import { type Common, command, group, runs } from "../command.js";
import { printable } from "../output.js";
import { showTime } from "../times.js";

export function governanceCommand() {
  return group("governance", "what the agencies decide together", [
    command("proposals", "the proposals that are open", "governance proposals").action(
      runs<Common, []>(async (options) => {
        const { items } = (await clientOf(options).proposals({ limit: 500 })).body;
        const lines = items.map(({ id, value, tally }) => {
          const { approving, refusing, needed } = tally;
          const until = showTime(value.deadline);
          const action = printable(JSON.stringify(value.action));
          return `${id} by ${value.agency} until ${until}: ${approving} for, ${refusing} against, ${needed} needed\n  ${action}`;
        });
        return { json: { items }, text: lines.join("\n") || "Nothing is proposed." };
      }),
    ),
  ]);
}
