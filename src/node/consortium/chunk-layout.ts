import { concatBytes, equalBytes } from "../../base/bytes.js";
import { sha256 } from "../../crypto/hash.js";
import type { Snapshot } from "../../engines/port.js";

/** Index of the first leaf of each chunk of leaves: a u64 each, big-endian. */
export function encodeLayout(starts: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 * starts.length);
  const view = new DataView(bytes.buffer);
  for (const [i, start] of starts.entries()) view.setBigUint64(8 * i, BigInt(start));
  return bytes;
}

/** What names a snapshot (docs/reference/formats.md, Snapshot). */
export const snapshotHash = (appHash: Uint8Array, layout: Uint8Array): Uint8Array =>
  sha256(concatBytes(appHash, layout));

/** The starts, rising from 0; null where they are not those that the snapshot's hash names. */
export function layoutOf(
  { chunks, hash, metadata }: Snapshot,
  appHash: Uint8Array,
): readonly number[] | null {
  if (chunks < 2 || metadata.length !== 8 * (chunks - 1)) return null;
  if (!equalBytes(snapshotHash(appHash, metadata), hash)) return null;
  const view = new DataView(metadata.buffer, metadata.byteOffset, metadata.length);
  const starts = Array.from({ length: chunks - 1 }, (_, i) => Number(view.getBigUint64(8 * i)));
  const rises = starts.every((start, i) => (i === 0 ? start === 0 : start > (starts[i - 1] ?? 0)));
  return rises ? starts : null;
}
