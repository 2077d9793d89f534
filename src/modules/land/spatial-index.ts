import type { Reader, Standing } from "../../ledger/module.js";
import { type Box, boundingBox, boxesTouch } from "./geometry/bounding-box.js";
import { type Budget, cost } from "./geometry/budget.js";
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
 * @throws LAND_EXTENT_LIMIT where the box is wider than a parcel may be, LAND_WORK_LIMIT
 */
export function* parcelsNear(
  reader: Reader,
  levelId: string,
  box: Box,
  budget: Budget,
): Generator<IndexedParcel> {
  checkExtent(box);
  const cells = cellsToSearch(box, reader.read(level, levelId)?.value.cellLevels ?? [], budget);
  const seen = new Set<string>();
  for (const cell of cells) {
    for (const key of reader.members(lists.cell(levelId, cell))) {
      budget.spend(cost.listed);
      if (seen.has(key)) continue;
      seen.add(key);
      budget.spend(cost.parcel);
      const id = idOf(parcel, key);
      const standing = reader.read(parcel, id);
      if (standing === undefined) continue;
      const figure = decodeShape(standing.value.shape);
      budget.spend(verticesOf(figure) * cost.vertex);
      if (boxesTouch(boundingBox(figure), box)) yield { ...standing, id, figure };
    }
  }
}

function verticesOf(figure: Shape): number {
  let vertices = 0;
  for (const { outer, holes } of figure) {
    vertices += outer.length;
    for (const hole of holes) vertices += hole.length;
  }
  return vertices;
}

/** Beyond it a count of cells would be no exact integer. */
function checkExtent({ minX, minY, maxX, maxY }: Box): void {
  const width = Math.max(maxX - minX, maxY - minY);
  if (width > landLimits.extent) throw geometryError("LAND_EXTENT_LIMIT", { width });
}
