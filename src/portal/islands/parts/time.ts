import { formatFor } from "../../format.js";

/** Times as every page shows them: the network's, never the reader's guess of it. */
export const shown = formatFor("en-GB", "UTC");

/** As a date field has it. */
export const today = (): string => new Date().toISOString().slice(0, 10);
