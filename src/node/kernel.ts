import { readFileSync } from "node:fs";
import { Ed25519Batch } from "../crypto/batch/ed25519-batch.js";
import { isKernel, type Kernel } from "../crypto/batch/kernel.js";
import { nodeError } from "./errors.js";

/** `src` and `dist` lie beside each other, so that tests on the sources find what was built. */
const FILE = new URL("../../dist/crypto/kernel.wasm", import.meta.url);

/** A kernel with memory of its own; null where WebAssembly has no vectors. @throws KERNEL_BUILD */
export function loadKernel(): Kernel | null {
  const code = kernelCode();
  if (!WebAssembly.validate(code)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code));
  if (!isKernel(exports)) throw nodeError("KERNEL_BUILD", { path: FILE.pathname });
  return exports;
}

function kernelCode(): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(readFileSync(FILE));
  } catch (cause) {
    throw nodeError("KERNEL_BUILD", { path: FILE.pathname }, cause);
  }
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
