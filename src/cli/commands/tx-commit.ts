import { randomBytes } from "node:crypto";
import { toHex } from "../../base/text.js";
import { sha256 } from "../../crypto/hash.js";
import { commit } from "../../ledger/commitment.js";
import { commitmentPaths } from "../../sdk/sale.js";
import { type Common, command, runs } from "../command.js";
import { readBytes, writeOut } from "../files.js";
import type { Answer } from "../output.js";

/** A deed of many scanned pages. */
const DOCUMENT_BYTES = 1024 * 1024 * 1024;
const SALT_BYTES = 32;

type CommitOptions = Common & { readonly path: string; readonly output: string };

export function txCommitCommand() {
  const example = "tx commit deed.pdf -o deed.opening.json";
  return command("commit", "commit to a document that stays off the ledger", example)
    .argument("<file>")
    .option("--path <pointer>", "where the commitment stands in its fact", commitmentPaths.source)
    .requiredOption("-o, --output <file>", "where what opens it goes, mode 0600")
    .action(runs<CommitOptions, [string]>(commitTo));
}

/** Random bytes of one's own each time: nobody else's commitment to the same document is like it. */
function commitTo({ path, output }: CommitOptions, file: string): Answer {
  const digest = sha256(readBytes(file, DOCUMENT_BYTES));
  const salt = new Uint8Array(randomBytes(SALT_BYTES));
  const opening = { salt: toHex(salt), path, value: { hex: toHex(digest) } };
  const document = { counterfoil: "openings", version: 1, openings: [opening] };
  writeOut(output, `${JSON.stringify(document, null, 2)}\n`, 0o600);
  const commitment = toHex(commit(salt, path, digest));
  return {
    json: { commitment, opening: output },
    text: `commitment ${commitment}\n${output}: keep it with the document. Together they prove what was signed.`,
  };
}
