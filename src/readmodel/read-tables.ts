import type { OwnTables } from "./own-tables.js";

/** Every table that queries may ask, with its rows. */
export type ReadTables = OwnTables;
