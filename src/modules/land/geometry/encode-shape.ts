import type { Cbor } from "../../../codec/cbor-value.js";
import { type Ring, ringsOf, type Shape } from "./shape.js";

/**
 * Parts of rings, the outer one first; a ring is [x, y, dx, dy, dx, dy, …]: its first vertex, then
 * each one less the one before, which are small.
 */
export function encodeShape(shape: Shape): Cbor {
  return shape.map((part) => ringsOf(part).map(encodeRing));
}

function encodeRing(ring: Ring): number[] {
  const numbers: number[] = [];
  let [lastX, lastY] = [0, 0];
  for (const [x, y] of ring) {
    numbers.push(x - lastX, y - lastY);
    [lastX, lastY] = [x, y];
  }
  return numbers;
}
