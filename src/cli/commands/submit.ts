import { splitCborSequence } from "../../api/split-sequence.js";
import { clientOf } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { exit } from "../exit.js";
import { readBytes } from "../files.js";
import { type Answer, factLines, printable } from "../output.js";
import { sendEnvelopes } from "../send.js";

/** A file may hold many envelopes, one after the other. */
const FILE_BYTES = 512 * 1024 * 1024;

export function submitCommand() {
  return command(
    "submit",
    "send complete transactions and wait until they are sealed",
    "submit sale.tx",
  )
    .argument("<files...>")
    .action(runs<Common, [string[]]>(submitFiles));
}

async function submitFiles(options: Common, files: string[]): Promise<Answer> {
  const results = await sendEnvelopes(clientOf(options), files.flatMap(readEnvelopes));
  const refused = results
    .filter(({ code }) => code !== "ok")
    .map(({ id, code, detail, message }) => ({ id, code, detail: detail ?? null, message }));
  const json = { accepted: results.length - refused.length, refused };
  const lines = refused.map(({ id, code, message, detail }) => {
    const facts =
      detail !== null && typeof detail === "object"
        ? factLines({ detail: JSON.stringify(detail) })
        : "";
    return `Refused ${id ?? "(no id)"}: ${printable(message ?? code)} (${code})\n${facts}`;
  });
  return {
    json,
    text: [`${json.accepted} accepted, ${refused.length} refused.`, ...lines].join("\n"),
    exit: refused.length === 0 ? exit.done : exit.no,
  };
}

/** @throws CBOR_*, also for what follows the last whole item */
function readEnvelopes(file: string): readonly Uint8Array[] {
  const { items, fault } = splitCborSequence(readBytes(file, FILE_BYTES));
  if (fault !== null) throw fault;
  return items;
}
