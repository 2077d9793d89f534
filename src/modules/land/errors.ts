import { errorFamily } from "../../base/errors.js";

/** Codes of geometry stand in `geometry/errors.ts`. */
export const landError = errorFamily({
  LAND_DISTRICT_ELSEWHERE: "The office does not serve this district.",
  LAND_DISTRICT_TAKEN: "The district has an office already; a district has one daybook.",
  LAND_GENESIS: "The genesis fact's member of this module is not of its form.",
  LAND_HOLDER_TWICE: "A holder stands twice in a right.",
  LAND_IN_LAW_AHEAD: "A first registration records what is law already, not what will be.",
  LAND_LEVEL_EXISTS: "There is such a level already.",
  LAND_LEVEL_UNKNOWN: "There is no such level.",
  LAND_OFFICE_EXISTS: "There is such an office already.",
  LAND_OFFICE_FOREIGN: "The registrar acts for another organisation than the office's.",
  LAND_OFFICE_UNKNOWN: "There is no such office.",
  LAND_OVERLAP: "The parcel overlaps one that is on record in its level.",
  LAND_OVERLAPS_MANY: "The parcel overlaps more than 64 others, so it does not lie where it says.",
  LAND_PARCEL_EXISTS: "There is such a parcel already.",
  LAND_REFERENCE_TAKEN: "Another parcel has this national cadastral reference.",
  LAND_SHARES_MIXED: "In one right either every holder has a share or none has.",
  LAND_SHARES_SUM: "The shares do not sum to exactly 1.",
  LAND_TITLE_EXISTS: "There is such a title already.",
});
