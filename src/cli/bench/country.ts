import { toHex } from "../../base/text.js";
import { type MemorySigner, seedSigner } from "../../crypto/signer.js";
import type { DataDirectory } from "../../node/data-directory.js";
import { type DrawnSecrets, found } from "../../node/found.js";
import { firstLand } from "../first-land.js";
import { AGENCY, DISTRICT, drawn, type Owner, owner } from "./load.js";
import { type Lot, lotAt } from "./lots.js";

/** Everybody can derive these: what is founded of them is for measuring, and for nothing else. */
export const benchSecrets: DrawnSecrets = {
  salt: drawn("genesis").slice(0, 16),
  keyOf: (agency, role) => drawn(`key/${agency}/${role}`),
  handleOf: (agency, role) => toHex(drawn(`handle/${agency}/${role}`).slice(0, 16)),
};

/** Founds the network of the large ledgers: the same block 0 every time. @param time ms since 1970 */
export function foundCountry(data: DataDirectory, time: number): Uint8Array {
  const officers = [{ role: "registrar", within: null }] as const;
  const agencies = [{ name: AGENCY, title: AGENCY, officers }];
  const land = firstLand(AGENCY, [DISTRICT]);
  return found(data, { network: "bench", demo: true, drawn: benchSecrets, time, agencies, land });
}

export const officerOf = (role: "registrar" | "log" | "cosigner"): MemorySigner =>
  seedSigner(benchSecrets.keyOf(AGENCY, role));

const TOWN = 1;
/** From west to east; the town grows north as far as it must. */
const BLOCKS = 512;
/** No title is sold so often. */
export const MOST_SALES = 1000;

/** The lot of the n-th title, of which it is the only parcel. */
export const lotOf = (title: number): Lot => lotAt(TOWN, BLOCKS, title);

/** Who holds the n-th title after so many sales. */
export const ownerAfter = (title: number, sales: number): Owner =>
  owner(title * MOST_SALES + sales);
