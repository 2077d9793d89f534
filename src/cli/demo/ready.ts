import { existsSync } from "node:fs";
import type { Logger } from "pino";
import type { DataDirectory } from "../../node/data-directory.js";
import type { LedgerNode } from "../../node/ledger-node.js";
import type { Life } from "../run-node.js";
import { foundCountry } from "./country.js";
import { live } from "./live.js";
import { drawPeople } from "./people.js";
import { writePersonas } from "./personas.js";
import { drawTown } from "./town/town.js";
import { liveTheYear } from "./year/year.js";

/** What goes on in the country once its node is open. */
export type GoOn = (node: LedgerNode, onError: (error: unknown) => void) => Promise<Life>;

/**
 * Founds the demonstration country in an empty directory and lives through its year; goes on where an
 * interruption left it. A network that is no demonstration stays as it is. @throws DATA_*, CLI_DEMO
 */
export async function ready(data: DataDirectory, logger: Logger): Promise<GoOn> {
  const town = drawTown();
  const people = drawPeople(town);
  if (!data.founded) foundCountry(data, town);
  const { demo, kind } = data.readConfig();
  // Written last: where it stands, the year is told.
  if (demo && kind === "node" && !existsSync(data.personas)) {
    await liveTheYear(data, town, people, logger, (story) => writePersonas(data, story, town));
  }
  return (node, onError) => live(node, town, people, onError);
}
