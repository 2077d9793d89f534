import { renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { onDisk, syncDirectory } from "../../storage/disk.js";

/** Either the old text stands there afterwards or the new one, durably. @throws DISK_* */
export function writeWhole(path: string, text: string): void {
  onDisk(path, () => {
    writeFileSync(`${path}.new`, text, { flush: true });
    renameSync(`${path}.new`, path);
  });
  syncDirectory(dirname(path));
}
