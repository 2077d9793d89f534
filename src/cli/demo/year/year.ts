import type { Logger } from "pino";
import type { DataDirectory } from "../../../node/data-directory.js";
import { REGISTRY } from "../agencies.js";
import { Chronicle } from "../chronicle.js";
import { BEGINNING } from "../country.js";
import { appointment, founder, registrarOf } from "../officials.js";
import { registrationOfLot } from "../registration.js";
import { type District, districts } from "../town/plan.js";
import type { Lot, Town } from "../town/town.js";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Parcels taken over in one block. */
const TOGETHER = 25;

/** Lives through the country's year, as far as that has not been done. @throws CLI_DEMO */
export async function liveTheYear(data: DataDirectory, town: Town, logger: Logger): Promise<void> {
  const chronicle = await Chronicle.open(data, logger, BEGINNING + HOUR_MS);
  try {
    await openOffices(chronicle);
    await takeOver(
      chronicle,
      town.lots.filter(({ future }) => !future),
    );
  } finally {
    await chronicle.close();
  }
}

async function openOffices(chronicle: Chronicle): Promise<void> {
  const administrator = founder(REGISTRY, "administrator");
  const registrars = Object.keys(districts) as District[];
  const appointments = registrars.map((district) =>
    chronicle.signed(
      "identity.appoint",
      appointment(registrarOf(district), district, null),
      administrator,
    ),
  );
  await chronicle.done(await Promise.all(appointments));
}

async function takeOver(chronicle: Chronicle, lots: readonly Lot[]): Promise<void> {
  for (let at = 0; at < lots.length; at += TOGETHER) {
    chronicle.moveTo(chronicle.time + DAY_MS);
    const some = lots.slice(at, at + TOGETHER);
    const signed = some.map((lot) =>
      chronicle.signed("land.register", registrationOfLot(lot), registrarOf(lot.district).signer),
    );
    await chronicle.done(await Promise.all(signed));
  }
}
