import { existsSync, unwatchFile, watchFile } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { readModelError } from "../readmodel/errors.js";
import { PLACES_BYTES } from "../readmodel/places.js";
import type { ReadModel } from "../readmodel/read-model.js";

/** How often a look is taken at whether the file changed, ms. */
const INTERVAL_MS = 2000;

/**
 * Takes the address register now and whenever its file changes. One that is not of its form is
 * reported and passed over: what was known before stays. `taken` resolves after the first time.
 */
export function followPlaces(
  file: string,
  readModel: ReadModel,
  onTrouble: (error: unknown) => void,
): { readonly taken: Promise<void>; readonly stop: () => void } {
  const take = async () => readModel.takePlaces(existsSync(file) ? await read(file) : null);
  const taken = take().catch(onTrouble);
  let last = taken;
  const again = () => {
    last = last.then(take).catch(onTrouble);
  };
  watchFile(file, { interval: INTERVAL_MS, persistent: false }, again);
  return { taken, stop: () => unwatchFile(file, again) };
}

/** @throws PLACES_FORM for one that is too long to be read at all */
async function read(file: string): Promise<Uint8Array> {
  const { size } = await stat(file);
  if (size > PLACES_BYTES) throw readModelError("PLACES_FORM", { file, bytes: size });
  return readFile(file);
}
