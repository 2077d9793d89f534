import { toHex } from "../../base/text.js";
import { encodeCoseKey } from "../../crypto/cose-key.js";
import { newSecret, type StoredKey, writeKeyFile } from "../../node/key-file.js";
import { type Common, command, group, runs } from "../command.js";
import { openKey, passphrase } from "../keys.js";
import type { Answer } from "../output.js";

type NewOptions = Common & { readonly p256: boolean; readonly seal: boolean };

export function keysCommand() {
  return group("keys", "make and show keys", [
    command("new", "make a key in a new file, mode 0600", "keys new ana.key --seal")
      .argument("<file>")
      .option("--p256", "P-256 instead of Ed25519", false)
      .option("--seal", "seal it with a passphrase", false)
      .action(runs<NewOptions, [string]>((options, file) => newKey(file, options))),
    command("show", "show a key's public half", "keys show ana.key --json")
      .argument("<file>")
      .action(runs<Common, [string]>(async (options, file) => show(await openKey(file, options)))),
  ]);
}

async function newKey(file: string, options: NewOptions): Promise<Answer> {
  const word = options.seal ? await passphrase(options, "New passphrase: ") : null;
  const algorithm = options.p256 ? "P-256" : "Ed25519";
  return show(writeKeyFile(file, { algorithm, secret: newSecret(), use: null }, word));
}

function show({ signer, path }: StoredKey): Answer {
  const keyId = toHex(signer.thumbprint);
  const algorithm = signer.publicKey.kind;
  const publicKey = toHex(encodeCoseKey(signer.publicKey));
  return {
    json: { keyId, algorithm, publicKey },
    text: `${algorithm} key in ${path}\nkey id      ${keyId}\npublic key  ${publicKey} (COSE_Key)`,
  };
}
