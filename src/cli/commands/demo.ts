import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";
import type { RunOptions } from "../run-node.js";

export function demoCommand() {
  return command("demo", "found a demonstration country, or go on with it", "demo --port 8300")
    .option("--port <port>", "port of everything it serves", "8300")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .action(
      runs<Common & RunOptions, []>(async (options) => {
        const data = new DataDirectory(options.data);
        const { makeLogger } = await import("../logger.js");
        const { ready } = await import("../demo/ready.js");
        const { runNode } = await import("../run-node.js");
        const logger = makeLogger("warn");
        const goOn = await ready(data, logger);
        await runNode(data, options, logger, async (node) => {
          if (!node.opened.config.demo || !node.accepts) return null;
          return goOn(node, (error) => logger.error(error, "the demonstration stood still"));
        });
        return null;
      }),
    );
}
