import type { DataDirectory } from "../../node/data-directory.js";
import { found } from "../../node/found.js";
import { surface } from "../first-land.js";
import { drawnSecrets, foundingAgencies, foundingOrganisations, REGISTRY } from "./agencies.js";
import { writePlaces } from "./places.js";
import { districts } from "./town/plan.js";
import type { Town } from "./town/town.js";

const NETWORK = "arvenia";
/** When the year begins that the country has lived through when it is first opened. */
export const BEGINNING = Date.UTC(2025, 9, 9, 8);

/** Founds the demonstration country, the same bytes every time, with its address register beside it. */
export function foundCountry(data: DataDirectory, town: Town): void {
  found(data, {
    network: NETWORK,
    demo: true,
    drawn: drawnSecrets,
    time: BEGINNING,
    agencies: foundingAgencies(),
    organisations: foundingOrganisations(),
    land: {
      levels: [surface],
      offices: Object.entries(districts).map(([district, { office }]) => ({
        id: office,
        organisation: REGISTRY,
        districts: [district],
      })),
    },
  });
  writePlaces(data, town);
}
