import { type Common, command, runs } from "../command.js";
import { cliError } from "../errors.js";

export function benchCommand() {
  return command("bench", "measure this machine", "bench solo --json")
    .argument("<name>", "solo")
    .action(
      runs<Common, [string]>(async (_, name) => {
        if (name !== "solo") throw cliError("CLI_USAGE", { bench: name, needs: "solo" });
        const { benchSolo } = await import("../bench/solo.js");
        const result = await benchSolo((done, of) => {
          process.stderr.write(`slice ${done} of ${of}\n`);
        });
        const { perSecond, ceilingPerSecond, ratio } = result;
        const text = `solo: ${perSecond} transactions a second, ceiling ${ceilingPerSecond}, ratio ${ratio.toFixed(3)}`;
        return { json: result, text };
      }),
    );
}
