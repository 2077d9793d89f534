import { parseTrustFile } from "../../crypto/trust.js";
import { fetchTrust } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { writeOut } from "../files.js";

export function trustCommand() {
  return command("trust", "fetch the network's trust file", "trust -o trust.json")
    .requiredOption("-o, --output <file>")
    .action(
      runs<Common & { readonly output: string }, []>(async (options) => {
        const text = await fetchTrust(options);
        const { network, quorum, agencies } = parseTrustFile(text);
        writeOut(options.output, text);
        const names = [...new Set(agencies.map(({ agency }) => agency))];
        return {
          json: { file: options.output, network, quorum, agencies: names },
          text: `${options.output}: ${quorum} of ${names.join(", ")} must sign.\nIt came from the node itself: compare it with one from an agency, or from somebody you trust.`,
        };
      }),
    );
}
