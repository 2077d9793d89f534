import { clientOf } from "../client.js";
import { type Common, command, runs } from "../command.js";
import { printable } from "../output.js";

export function searchCommand() {
  return command("search", "search by place and number, never by person", "search 12 Mill Lane")
    .argument("<words...>", "an address, street, parcel, title, transaction or block")
    .action(
      runs<Common, [string[]]>(async (options, words) => {
        const { body } = await clientOf(options).search({ q: words.join(" ") });
        const lines = body.items.map(({ kind, id, key, street, number, locality }) => {
          const place = [number, street, locality].filter(Boolean).join(" ");
          return printable([kind, id, place, key].filter(Boolean).join("  "));
        });
        return { json: body, text: lines.join("\n") || "Nothing was found." };
      }),
    );
}
