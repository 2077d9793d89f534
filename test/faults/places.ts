import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Place } from "./agency.js";

const built = fileURLToPath(new URL("../../.cache/bin/cometbft", import.meta.url));
export const hasCometBft = existsSync(built) || process.env["COUNTERFOIL_COMETBFT"] !== undefined;

/** Of this process, below the ports that the system gives out. */
const FIRST_PORT = 20_000 + (process.pid % 30) * 300;

/** Places on this machine, beside one another. */
export const localPlaces = (count: number): Place[] =>
  Array.from({ length: count }, (_, i) => ({
    host: "127.0.0.1",
    port: FIRST_PORT + i,
    p2p: FIRST_PORT + 100 + i,
    rpc: FIRST_PORT + 200 + i,
    under: [],
  }));
