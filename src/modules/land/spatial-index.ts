import type { Reader, Standing } from "../../ledger/module.js";
import { type Box, boundingBox, boxesTouch } from "./geometry/bounding-box.js";
import { cellsToSearch } from "./geometry/cells.js";
import { decodeShape } from "./geometry/decode-shape.js";
import { geometryError } from "./geometry/errors.js";
import type { Shape } from "./geometry/shape.js";
import { lists } from "./lists.js";
import { landLimits, level, type Parcel, parcel } from "./schema.js";

export type IndexedParcel = Standing<Parcel> & { readonly id: string; readonly figure: Shape };

/** The id in a key of the record type. */
export function idOf(record: { readonly prefix: string }, key: string): string {
  return key.slice(record.prefix.length + 1);
}

/**
 * Parcels of the level whose boxes touch this one, each once, in the order of the index.
 * @throws LAND_EXTENT_LIMIT where the search would be too wide
 */
export function* parcelsNear(reader: Reader, levelId: string, box: Box): Generator<IndexedParcel> {
  checkExtent(box);
  const cells = cellsToSearch(box, reader.read(level, levelId)?.value.cellLevels ?? []);
  const seen = new Set<string>();
  for (const cell of cells) {
    for (const key of reader.members(lists.cell(levelId, cell))) {
      if (seen.has(key)) continue;
      seen.add(key);
      const id = idOf(parcel, key);
      const standing = reader.read(parcel, id);
      if (standing === undefined) continue;
      const figure = decodeShape(standing.value.shape);
      if (boxesTouch(boundingBox(figure), box)) yield { ...standing, id, figure };
    }
  }
}

/** Beyond it the count of cells, which a refusal puts on record, would be no exact integer. */
function checkExtent({ minX, minY, maxX, maxY }: Box): void {
  const width = Math.max(maxX - minX, maxY - minY);
  if (width > landLimits.extent) throw geometryError("LAND_EXTENT_LIMIT", { width });
}
