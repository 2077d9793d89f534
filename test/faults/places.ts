import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Place } from "./agency.js";

const builtAs = (name: string) =>
  fileURLToPath(new URL(`../../.cache/bin/${name}`, import.meta.url));
export const hasCometBft =
  existsSync(builtAs("cometbft")) || process.env["COUNTERFOIL_COMETBFT"] !== undefined;

/** CometBFT whose clock is wrong by COUNTERFOIL_CLOCK_SKEW seconds. */
export const skewedComet = builtAs("skewed/cometbft");
export const hasSkewedComet = existsSync(skewedComet);

/** The signer that CometBFT brings, for its own tests. */
export const signerProgram = builtAs("priv_val_server");
export const hasSigner = hasCometBft && existsSync(signerProgram);

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
