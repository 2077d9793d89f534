import { parseTrustFile } from "../../crypto/trust.js";
import { decodeProofBundle } from "../../ledger/proof-bundle.js";
import { clientOf, fetchTrust } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { writeOut } from "../files.js";
import type { Answer } from "../output.js";

type Options = Common & { readonly output: string; readonly bundle?: true };

export function trustCommand() {
  return command("trust", "fetch the network's trust file", "trust -o trust.json")
    .requiredOption("-o, --output <file>")
    .option("--bundle", "instead, the proof bundle by which an older trust file follows to today's")
    .action(
      runs<Options, []>((options) => {
        return options.bundle === true ? bundleFrom(options) : trustFrom(options);
      }),
    );
}

async function trustFrom(options: Options): Promise<Answer> {
  const text = await fetchTrust(options);
  const { network, quorum, agencies } = parseTrustFile(text);
  writeOut(options.output, text);
  const names = [...new Set(agencies.map(({ agency }) => agency))];
  return {
    json: { file: options.output, network, quorum, agencies: names },
    text: `${options.output}: ${quorum} of ${names.join(", ")} must sign.\nIt came from the node itself: compare it with one from an agency, or from somebody you trust.`,
  };
}

async function bundleFrom(options: Options): Promise<Answer> {
  const { body } = await clientOf(options).bundle({});
  const steps = decodeProofBundle(body);
  writeOut(options.output, body);
  return {
    json: { file: options.output, epochs: steps.length, renewals: steps.filter((s) => !s).length },
    text: `${options.output}: how ${steps.length} epochs closed. It need not be trusted: each step is proved to whoever has an older trust file.`,
  };
}
