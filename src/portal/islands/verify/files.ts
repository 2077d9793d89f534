import { isCoded } from "../../../base/errors.js";
import { limits } from "../../../base/limits.js";
import { parseTrustFile, type TrustFile } from "../../../crypto/trust.js";
import { followTrust } from "../../../ledger/follow-trust.js";

/** A trust file that was chosen, or why it cannot be used. */
export type Trust = {
  readonly name: string;
  /** By the device's file system; a download is of the day on which it was downloaded. */
  readonly savedMs: number;
  readonly read: TrustFile | { readonly refused: string };
};

/** A receipt or a proof bundle that was chosen. */
export type Chosen = { readonly name: string; readonly bytes: Uint8Array };

/** What an old trust file came to by a proof bundle, or why it could not follow it. */
export type Followed =
  | { readonly trust: TrustFile; readonly changes: number }
  | { readonly refused: string };

/** What was picked or dropped at once. */
export type Files = {
  readonly trust: Trust | null;
  readonly bundle: Chosen | null;
  readonly receipts: readonly Chosen[];
};

/** Files by how they begin: a trust file is JSON, a proof bundle a list, and a receipt neither. */
export async function readFiles(files: Iterable<File>): Promise<Files> {
  const receipts: Chosen[] = [];
  let [trust, bundle]: [Trust | null, Chosen | null] = [null, null];
  for (const file of files) {
    const chosen = await readFile(file);
    const { bytes } = chosen;
    if (isJson(bytes)) trust = readTrust(file, new TextDecoder().decode(bytes));
    else if (bytes[0] === pair) bundle = chosen;
    else receipts.push(chosen);
  }
  return { trust, bundle, receipts };
}

/** One byte more than is allowed: whoever reads it refuses what is longer. */
export async function readFile(file: File): Promise<Chosen> {
  const some = file.slice(0, limits.bundleBytes + 1);
  return { name: file.name, bytes: new Uint8Array(await some.arrayBuffer()) };
}

/** Whatever was chosen as a trust file is one, or is refused as one. */
export async function readTrustFile(file: File): Promise<Trust> {
  return readTrust(file, await file.slice(0, limits.trustFileBytes + 1).text());
}

const spaces = new Set([0x09, 0x0a, 0x0d, 0x20]);
const brace = 0x7b;
/** CBOR's array of two. */
const pair = 0x82;

function isJson(bytes: Uint8Array): boolean {
  return bytes.find((byte) => !spaces.has(byte)) === brace;
}

/** The trust file of today by an older one and a proof bundle. */
export function follow(trust: TrustFile, { bytes }: Chosen): Followed {
  try {
    const today = followTrust(trust, bytes);
    return { trust: today, changes: today.epochs.length - trust.epochs.length };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { refused: `${error.message} (${error.code})` };
  }
}

function readTrust({ name, lastModified: savedMs }: File, text: string): Trust {
  try {
    return { name, savedMs, read: parseTrustFile(text) };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { name, savedMs, read: { refused: `${error.message} (${error.code})` } };
  }
}
