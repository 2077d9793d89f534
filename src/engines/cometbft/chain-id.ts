import { toHex } from "../../base/text.js";

/** CometBFT's chain id of a network: at most 50 characters, so half of the network's id (32 bytes). */
export function chainIdOf(network: Uint8Array): string {
  return `counterfoil-${toHex(network.subarray(0, 16))}`;
}
