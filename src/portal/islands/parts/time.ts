import { formatFor } from "../../format.js";

/** Times as every page shows them: the network's, never the reader's guess of it. */
export const shown = formatFor("en-GB", "UTC");
