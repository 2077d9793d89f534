import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DataDirectory } from "../../node/data-directory.js";
import type { Town } from "./town/town.js";

const STEPS_PER_DEGREE = 10_000_000;

/** The address register: public, and off the ledger (docs/reference/data-directory.md). */
export function writePlaces(data: DataDirectory, { lots, streets }: Town): void {
  const places = {
    version: 1,
    streets: streets.map(({ line, ...street }) => ({
      ...street,
      line: line.map((point) => point.map((steps) => steps / STEPS_PER_DEGREE)),
    })),
    addresses: lots.map(({ id, street, number }) => ({ parcel: id, street, number })),
  };
  writeFileSync(join(data.root, "places.json"), `${JSON.stringify(places)}\n`);
}
