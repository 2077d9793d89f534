import { fromHex } from "../base/text.js";
import { cliError } from "./errors.js";

/** 32 bytes of an Ed25519 key in hex. @throws CLI_USAGE */
export function readPublicKey(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw cliError("CLI_USAGE", { key: hex, needs: "64 hex digits" });
  return fromHex(hex);
}
