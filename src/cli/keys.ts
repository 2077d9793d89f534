import { DataDirectory } from "../node/data-directory.js";
import { isSealed, readKeyFile, type StoredKey } from "../node/key-file.js";
import type { Common } from "./command.js";
import { cliError } from "./errors.js";
import { readText } from "./files.js";
import { promptPassphrase } from "./prompt.js";

const PASSPHRASE_BYTES = 4096;

/** The first line of --passphrase-file, or what is typed; never an argument. */
export async function passphrase(options: Common, prompt: string): Promise<string> {
  if (options.passphraseFile === undefined) return promptPassphrase(prompt);
  const [line = ""] = readText(options.passphraseFile, PASSPHRASE_BYTES).split(/\r?\n/);
  return line;
}

/** @throws KEY_* */
export async function openKey(path: string, options: Common): Promise<StoredKey> {
  if (!isSealed(path)) return readKeyFile(path);
  return readKeyFile(path, await passphrase(options, `Passphrase of ${path}: `));
}

/** The key to sign with: --as, or the one in the data directory that has the role. @throws CLI_KEY_ROLE */
export async function signingKey(options: Common, role: string): Promise<StoredKey> {
  if (options.as !== undefined) return openKey(options.as, options);
  const key = new DataDirectory(options.data).readKeys().find(({ use }) => use?.role === role);
  if (key === undefined) throw cliError("CLI_KEY_ROLE", { role, data: options.data });
  return key;
}
