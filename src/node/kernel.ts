import { readFileSync } from "node:fs";
import { Ed25519Batch } from "../crypto/batch/ed25519-batch.js";
import type { Kernel } from "../crypto/batch/kernel.js";

/** `src` and `dist` lie beside each other, so that tests on the sources find what was built. */
const FILE = new URL("../../dist/crypto/kernel.wasm", import.meta.url);

/** A kernel with memory of its own; null where WebAssembly has no vectors. */
export function loadKernel(): Kernel | null {
  const code = readFileSync(FILE);
  if (!WebAssembly.validate(code)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
  return exports as unknown as Kernel;
}

let shared: Ed25519Batch | null | undefined;

/** This thread's batches of signatures; null where there is no kernel. */
export function signatureBatch(): Ed25519Batch | null {
  if (shared === undefined) {
    const kernel = loadKernel();
    shared = kernel === null ? null : new Ed25519Batch(kernel);
  }
  return shared;
}
