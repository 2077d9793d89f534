import { errorFamily } from "../../../base/errors.js";

export const geometryError = errorFamily({
  LAND_SHAPE_EMPTY: "A shape has at least one part.",
  LAND_SHAPE_FORM: "An encoded shape is parts of rings of integers, two for each vertex.",
  LAND_SHAPE_TOO_LARGE: "A shape has at most 5,000 vertices.",
  LAND_COORDINATE_RANGE: "A coordinate is an integer within ±2⁴⁰.",
  LAND_RING_TOO_SHORT: "A ring has at least three vertices.",
  LAND_RING_REPEATED_VERTEX: "A vertex stands twice in a ring.",
  LAND_RING_SELF_INTERSECTS: "A ring crosses, touches or runs back along itself.",
  LAND_RING_ORIENTATION: "Outer rings run counter-clockwise, holes clockwise.",
  LAND_HOLE_OUTSIDE:
    "A hole does not lie within its outer ring, or touches it in more than single points.",
  LAND_HOLES_CROSS: "Two holes of a part overlap, or touch in more than single points.",
  LAND_INTERIOR_DISCONNECTED: "Rings that touch cut the part in two: these are two parts.",
  LAND_PARTS_OVERLAP: "Two parts of a shape overlap.",
  LAND_PARTS_SHARE_EDGE: "Two parts of a shape lie along a line together: these are one part.",
  LAND_EXTENT_LIMIT: "The extent is too wide for the cells of the index.",
  LAND_WORK_LIMIT: "To check this takes more work than is allowed.",
});
