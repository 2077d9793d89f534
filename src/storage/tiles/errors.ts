import { errorFamily } from "../../base/errors.js";

export const tilesError = errorFamily({
  TILES_PATH: "No tile has this level, number and width.",
  TILES_RANGE: "The tree has no complete subtree there.",
  TILES_ORDER: "A hash of the tree does not follow on the last one of its level.",
  TILES_LEAVES: "The log gave fewer leaf hashes than it holds.",
  TILES_CORRUPT: "The tiles on disk are damaged; the next start makes them anew from the log.",
  TILES_ROOT: "The leaves of the log do not have the root that they should.",
  TILES_CLOSED: "The tiles are closed.",
  TILES_FAILED: "The tiles could not be written; they take no more hashes.",
});
