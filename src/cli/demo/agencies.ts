import { toHex } from "../../base/text.js";
import type { DrawnSecrets, FoundingAgency } from "../../node/found.js";
import { drawnBytes } from "./seed.js";
import type { District } from "./town/plan.js";

export const REGISTRY = "land-registry";

/** Five agencies, so four must sign; the first keeps the land and the directory. */
const agencies = [
  [REGISTRY, "Land Registry"],
  ["treasury", "Treasury"],
  ["audit-office", "Audit Office"],
  ["civil-register", "Civil Register"],
  ["electoral-commission", "Electoral Commission"],
] as const;

export const agencyNames = agencies.map(([name]) => name);

export function foundingAgencies(): FoundingAgency[] {
  const officer = (
    role: FoundingAgency["officers"][number]["role"],
    within: readonly string[] | null = null,
  ) => ({ role, within });
  return agencies.map(([name, title]) => ({
    name,
    title,
    officers: [
      officer("administrator"),
      officer("governor"),
      ...(name === REGISTRY ? [officer("registrar", [FIRST_DISTRICT])] : []),
    ],
  }));
}

/** Whose registrar is there from the founding on; the other district's is appointed. */
export const FIRST_DISTRICT: District = "north-gate";

export const BANK = "harbour-bank";
export const MILL = "weir-mill";

/** Holders of land that are nobody's person. */
export function foundingOrganisations(): FoundingAgency[] {
  const officers = [{ role: "representative", within: null }] as const;
  return [
    { name: BANK, title: "Harbour Savings Bank", officers },
    { name: MILL, title: "Weir Mill Cooperative", officers },
  ];
}

/** Everybody can derive these: they stand in for chance in the demonstration, and there alone. */
export const drawnSecrets: DrawnSecrets = {
  salt: drawnBytes("genesis").slice(0, 16),
  keyOf: (agency, role) => drawnBytes(`key/${agency}/${role}`),
  handleOf: (agency, role) => toHex(drawnBytes(`handle/${agency}/${role}`).slice(0, 16)),
};
