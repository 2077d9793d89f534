import { toHex } from "../../base/text.js";
import { organisationDigest } from "../../modules/identity/organisation-digest.js";
import { clientOf } from "../client.js";
import { type Common, command, group, runs } from "../command.js";
import { writeOut } from "../files.js";
import { bodyToJson } from "../json-body.js";
import { type Answer, printable } from "../output.js";
import { showTime } from "../times.js";

type AccreditationOptions = Common & { readonly output?: string };

export function governanceCommand() {
  return group("governance", "what the agencies decide together", [
    command("proposals", "the proposals that are open", "governance proposals").action(
      runs<Common, []>(async (options) => {
        const { items } = (await clientOf(options).proposals({ limit: 500 })).body;
        const lines = items.map(({ id, value, tally }) => {
          const { approving, refusing, needed } = tally;
          const until = showTime(value.deadline);
          const action = printable(JSON.stringify(value.action));
          return `${id} by ${value.agency} until ${until}: ${approving} for, ${refusing} against, ${needed} needed\n  ${action}`;
        });
        return { json: { items }, text: lines.join("\n") || "Nothing is proposed." };
      }),
    ),
    command(
      "misbehaviour",
      "whose validator broke the rules of ordering, as was proved, newest first",
      "governance misbehaviour",
    ).action(
      runs<Common, []>(async (options) => {
        const { items } = (await clientOf(options).misbehaviour({ limit: 500 })).body;
        const lines = items.map(({ key, value: { agency, kind, height, time } }) => {
          return `${agency} at height ${height}, ${showTime(time)}: ${kind}\n  ${key}`;
        });
        return { json: { items }, text: lines.join("\n") || "Nothing is on record." };
      }),
    ),
    command(
      "accreditation",
      "what agencies decide on to let an organisation on record, and what then registers it",
      "governance accreditation audit.json -o register.json",
    )
      .argument("<member>", "what `consortium init` made of the agency for the others")
      .option("-o, --output <file>", "write the body of identity.register there")
      .action(runs<AccreditationOptions, [string]>(accreditation)),
  ]);
}

async function accreditation({ output }: AccreditationOptions, file: string): Promise<Answer> {
  const { readMember } = await import("../consortium/member-file.js");
  const { identity } = readMember(file);
  const digest = toHex(organisationDigest(identity));
  const body = bodyToJson(identity);
  if (output !== undefined) writeOut(output, `${JSON.stringify(body, null, 2)}\n`);
  const action = { kind: "accredit", organisation: identity.id, digest: { hex: digest } };
  return {
    json: { organisation: identity.id, digest, body },
    text: `To be proposed as an action:\n${JSON.stringify(action)}\nOnce it is accepted, the body of identity.register:\n${printable(JSON.stringify(body))}`,
  };
}
