import type { Speech } from "../speech.js";
import type { PlaceView } from "./view.js";

/** By its localities where it has addresses, else by its district. */
export function placeName({ localities, district }: PlaceView, { say, as }: Speech): string {
  return localities.length === 0 ? say.land.index.district(district) : as.list(localities);
}
