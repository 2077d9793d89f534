import { prepareDecompression } from "./decompress";
import { prepareLimbs } from "./limbs";
import { preparePoints } from "./point";

export { decompress } from "./decompress";
export { fromBytes, toBytes } from "./limbs";
export { multiply, square } from "./multiply";
export { addSummand, double, subtractSummand, tabulate } from "./point";
export { multiplyAddScalar, reduceScalar } from "./scalar";
export { addTerm, beginSum, endSum, isSmallOrder } from "./sum";

/** Where memory is the caller's. */
export const heap: usize = __heap_base;

prepareLimbs();
preparePoints();
prepareDecompression();
