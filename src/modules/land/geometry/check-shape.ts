import { Budget } from "./budget.js";
import { checkPart } from "./check-part.js";
import { geometryError } from "./errors.js";
import { type Region, regionOf, relate } from "./relate.js";
import { type Part, ringsOf, type Shape, shapeLimits } from "./shape.js";
import { sweepWithin } from "./sweep.js";

/**
 * A valid shape: parts as `checkPart` wants them, side by side, touching in single points at most
 * (OGC 06-103r4 §6.1.14). So a figure has one division into rings, but for where each ring begins
 * and for vertices on a straight line. The count comes first: it bounds all later work.
 * @throws LAND_SHAPE_EMPTY, LAND_SHAPE_TOO_LARGE, LAND_PARTS_OVERLAP, LAND_PARTS_SHARE_EDGE, LAND_WORK_LIMIT and
 * the codes of `checkPart`
 */
export function checkShape(shape: Shape, budget: Budget = new Budget()): void {
  if (shape.length === 0) throw geometryError("LAND_SHAPE_EMPTY");
  checkVertexCount(shape);
  shape.forEach((part, index) => {
    checkPart(part, index, budget);
  });
  sweepWithin(shape.map(areaOfPart), budget, (a, b) => {
    const { overlap, sharesLine } = relate(a, b, budget);
    const [part, otherPart] = a.part < b.part ? [a.part, b.part] : [b.part, a.part];
    if (overlap) throw geometryError("LAND_PARTS_OVERLAP", { part, otherPart });
    if (sharesLine) throw geometryError("LAND_PARTS_SHARE_EDGE", { part, otherPart });
    return false;
  });
}

/** @throws LAND_SHAPE_TOO_LARGE */
export function checkVertexCount(shape: Shape): void {
  let vertices = 0;
  for (const part of shape) {
    for (const ring of ringsOf(part)) vertices += ring.length;
    if (vertices > shapeLimits.vertices) throw geometryError("LAND_SHAPE_TOO_LARGE", { vertices });
  }
}

function areaOfPart(part: Part, index: number): Region & { readonly part: number } {
  return { ...regionOf(ringsOf(part)), part: index };
}
