import { limits } from "../../base/limits.js";
import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";
import { readText } from "../files.js";
import { progressBar } from "../progress.js";

type ReplicaOptions = Common & {
  readonly from: string;
  readonly once: boolean;
  readonly trust?: string;
};

export function replicaCommand() {
  const example = "replica --from http://localhost:8300 --data copy --once";
  return command("replica", "a verified copy of another node's log", example)
    .requiredOption("--from <url>", "the node to copy")
    .option("--once", "end with the checkpoint that is served now, instead of following", false)
    .option("--trust <file>", "the network's trust file; taken from the node by default, once")
    .action(
      runs<ReplicaOptions, []>(async ({ from, data, once, trust }) => {
        const { makeLogger } = await import("../logger.js");
        const { replica } = await import("../../node/copy/replica.js");
        const { nodeDefaults } = await import("../../node/ledger-node.js");
        const logger = makeLogger();
        const bar = progressBar("Copying", 0);
        const result = await replica({
          from,
          data: new DataDirectory(data),
          once,
          workers: nodeDefaults.workers,
          ...(trust !== undefined && { trust: readText(trust, limits.trustFileBytes) }),
          onProgress: (facts, size) => bar.at(facts, size),
          onRecovery: (recovery) => logger.warn(recovery, "a torn tail of the log was cut"),
          onTrouble: (error) => logger.warn(error, "the node could not be followed"),
          signal: stopSignal(),
        });
        bar.end();
        const { facts, root, seconds, trustOnFirstUse } = result;
        const caution = trustOnFirstUse
          ? "\nWhom to trust was taken from the node itself: compare trust.json with one from elsewhere."
          : "";
        return {
          json: result,
          text: `${facts} facts, all checked, root ${root}, in ${seconds} s.${caution}`,
        };
      }),
    );
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
