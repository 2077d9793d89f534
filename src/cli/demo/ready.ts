import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import type { DataDirectory } from "../../node/data-directory.js";
import { foundCountry } from "./country.js";
import { type Live, lifeOf } from "./live.js";
import { drawTown } from "./town/town.js";
import { liveTheYear } from "./year/year.js";

/**
 * Founds the demonstration country in an empty directory and lives through its year; goes on where an
 * interruption left it. A network that is no demonstration stays as it is. @throws DATA_*, CLI_DEMO
 * @returns what goes on happening in it
 */
export async function ready(data: DataDirectory, logger: Logger): Promise<Live> {
  const town = drawTown();
  if (!data.founded) foundCountry(data, town);
  const { demo, kind } = data.readConfig();
  // Written last: where it stands, the year is told.
  const told = join(data.root, "demo", "told");
  if (demo && kind === "node" && !existsSync(told)) {
    await liveTheYear(data, town, logger);
    mkdirSync(join(data.root, "demo"), { recursive: true, mode: 0o700 });
    writeFileSync(told, "", { flush: true });
  }
  return lifeOf(town);
}
