import { limits } from "../../base/limits.js";
import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";
import { exit } from "../exit.js";
import { readText } from "../files.js";
import { progressBar } from "../progress.js";

type AuditOptions = Common & { readonly checkpoint?: string };

export function auditCommand() {
  return command("audit", "check everything again from the first fact on", "audit --data copy")
    .option("--checkpoint <file>", "a signed checkpoint to hold the log against")
    .action(
      runs<AuditOptions, []>(async ({ data, checkpoint }) => {
        const { audit } = await import("../../node/copy/audit.js");
        const { nodeDefaults } = await import("../../node/ledger-node.js");
        const bar = progressBar("Auditing", 0);
        const result = await audit({
          data: new DataDirectory(data),
          workers: nodeDefaults.workers,
          ...(checkpoint !== undefined && { checkpoint: readText(checkpoint, limits.noteBytes) }),
          onProgress: (facts, size) => bar.at(facts, size),
        });
        bar.end();
        const { valid, facts, size, root, seconds, firstBad } = result;
        const text = valid
          ? `Everything holds: ${facts} facts, root ${root}, in ${seconds} s.`
          : `Does not hold at fact ${firstBad?.index} of ${size}: ${firstBad?.detail} (${firstBad?.reason})`;
        return { json: result, text, exit: valid ? exit.done : exit.no };
      }),
    );
}
