import { concatBytes } from "../../base/bytes.js";

/** The application's hash: size of the log as a u64, big-endian, and its root (32 bytes). */
export function appHash({ size, root }: { readonly size: number; readonly root: Uint8Array }) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(size));
  return concatBytes(bytes, root);
}

/** The size that an application's hash names. */
export function sizeIn(hash: Uint8Array): number {
  return Number(new DataView(hash.buffer, hash.byteOffset, hash.length).getBigUint64(0));
}
