import { DataDirectory } from "../../node/data-directory.js";
import { PLACES_BYTES, parsePlaces } from "../../readmodel/places.js";
import { type Common, command, group, runs } from "../command.js";
import { readBytes, writeOut } from "../files.js";

export function placesCommand() {
  return group("places", "the address register, off the ledger", [
    command(
      "import",
      "check streets and addresses and put them into a data directory",
      "places import places.json --data data",
    )
      .argument("<file>", "JSON as docs/reference/data-directory.md has it")
      .action(
        runs<Common, [string]>(({ data }, file) => {
          const bytes = readBytes(file, PLACES_BYTES);
          const { streets, addresses } = parsePlaces(bytes);
          const directory = new DataDirectory(data);
          directory.readConfig();
          writeOut(directory.places, bytes);
          const counts = { streets: streets.length, addresses: addresses.length };
          return {
            json: { file: directory.places, ...counts },
            text: `${directory.places}: ${counts.streets} streets, ${counts.addresses} addresses.`,
          };
        }),
      ),
  ]);
}
