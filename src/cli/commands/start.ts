import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";
import type { RunOptions } from "../run-node.js";

export function startCommand() {
  return command("start", "run a node", "start --data ./data --port 8300")
    .option("--port <port>", "port of everything it serves", "8300")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--trust-proxy <addresses>", "proxies whose x-forwarded-for is believed")
    .option(
      "--read-period <minutes>",
      "between two roots of the directory's reads; a day by default",
    )
    .option("--threads <count>", "that check signatures; by default as many as processors")
    .action(
      runs<Common & RunOptions, []>(async (options) => {
        const { makeLogger } = await import("../logger.js");
        const { runNode } = await import("../run-node.js");
        await runNode(new DataDirectory(options.data), options, makeLogger(), async () => null);
        return null;
      }),
    );
}
