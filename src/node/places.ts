import { existsSync, readFileSync, statSync, unwatchFile, watchFile } from "node:fs";
import { readModelError } from "../readmodel/errors.js";
import { noPlaces, PLACES_BYTES, parsePlaces } from "../readmodel/places.js";
import type { ReadModel } from "../readmodel/read-model.js";

/** How often a look is taken at whether the file changed, ms. */
const INTERVAL_MS = 2000;

/**
 * Takes the address register now and whenever its file changes. One that is not of its form is
 * reported and passed over: what was known before stays. Answers how to stop.
 */
export function followPlaces(
  file: string,
  readModel: ReadModel,
  onTrouble: (error: unknown) => void,
): () => void {
  const take = () => {
    try {
      readModel.takePlaces(existsSync(file) ? parsePlaces(read(file)) : noPlaces);
    } catch (error) {
      onTrouble(error);
    }
  };
  watchFile(file, { interval: INTERVAL_MS, persistent: false }, take);
  take();
  return () => unwatchFile(file, take);
}

/** @throws PLACES_FORM for one that is too long to be read at all */
function read(file: string): Uint8Array {
  const { size } = statSync(file);
  if (size > PLACES_BYTES) throw readModelError("PLACES_FORM", { file, bytes: size });
  return readFileSync(file);
}
