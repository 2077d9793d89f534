import { DataDirectory } from "../../node/data-directory.js";
import { type Common, command, runs } from "../command.js";

type BackupOptions = Common & { readonly output: string };
type RestoreOptions = Common & { readonly acceptLoss: boolean };

export function backupCommand() {
  const example = "backup -o counterfoil.backup";
  return command("backup", "the log and its signed checkpoints, not the keys", example)
    .requiredOption("-o, --output <file>")
    .action(
      runs<BackupOptions, []>(async ({ data, output }) => {
        const { backup } = await import("../../node/copy/backup.js");
        const result = await backup({ data: new DataDirectory(data), file: output });
        const { facts, root } = result;
        return {
          json: result,
          text: `${output}: ${facts} facts, root ${root}. Keys are not in it.`,
        };
      }),
    );
}

export function restoreCommand() {
  const example = "restore counterfoil.backup --data ./data";
  return command("restore", "bring a log back from a backup", example)
    .argument("<file>")
    .option("--accept-loss", "begin a new epoch though signed facts are lost", false)
    .action(
      runs<RestoreOptions, [string]>(async ({ data, acceptLoss }, file) => {
        const { restore } = await import("../../node/copy/restore.js");
        const directory = new DataDirectory(data);
        const result = await restore({ data: directory, file, acceptLoss, now: Date.now() });
        const { facts, root } = result;
        return { json: result, text: `${data}: ${facts} facts, root ${root}.` };
      }),
    );
}
