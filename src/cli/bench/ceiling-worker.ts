import { parentPort } from "node:worker_threads";
import { ed25519Accepts } from "../../crypto/native.node.js";

/** What one signature check needs: key of 32 bytes, message, signature of 64. */
export type Check = readonly [Uint8Array, Uint8Array, Uint8Array];

/** The part of this thread, kept until it is told to go. */
let checks: readonly Check[] = [];

parentPort?.on("message", (message: readonly Check[] | "go") => {
  if (message === "go") parentPort?.postMessage(checks.every((check) => ed25519Accepts(...check)));
  else {
    checks = message;
    parentPort?.postMessage(true);
  }
});
