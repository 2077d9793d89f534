import { isCoded } from "../../../base/errors.js";
import { limits } from "../../../base/limits.js";
import { parseTrustFile, type TrustFile } from "../../../crypto/trust.js";

/** A trust file that was chosen, or why it cannot be used. */
export type Trust = {
  readonly name: string;
  /** By the device's file system; a download is of the day on which it was downloaded. */
  readonly savedMs: number;
  readonly read: TrustFile | { readonly refused: string };
};

/** A receipt file that was chosen. */
export type Chosen = { readonly name: string; readonly bytes: Uint8Array };

/** Files as they were picked or dropped: JSON is a trust file, since no receipt begins as it does. */
export async function readFiles(
  files: Iterable<File>,
): Promise<{ trust: Trust | null; receipts: Chosen[] }> {
  const receipts: Chosen[] = [];
  let trust: Trust | null = null;
  for (const file of files) {
    // One byte more than is allowed: whoever reads them refuses what is longer.
    const some = file.slice(0, limits.trustFileBytes + 1);
    const bytes = new Uint8Array(await some.arrayBuffer());
    if (isJson(bytes)) trust = readTrust(file, new TextDecoder().decode(bytes));
    else receipts.push({ name: file.name, bytes });
  }
  return { trust, receipts };
}

/** Whatever was chosen as a trust file is one, or is refused as one. */
export async function readTrustFile(file: File): Promise<Trust> {
  return readTrust(file, await file.slice(0, limits.trustFileBytes + 1).text());
}

const spaces = new Set([0x09, 0x0a, 0x0d, 0x20]);
const brace = 0x7b;

function isJson(bytes: Uint8Array): boolean {
  return bytes.find((byte) => !spaces.has(byte)) === brace;
}

function readTrust({ name, lastModified: savedMs }: File, text: string): Trust {
  try {
    return { name, savedMs, read: parseTrustFile(text) };
  } catch (error) {
    if (!isCoded(error)) throw error;
    return { name, savedMs, read: { refused: `${error.message} (${error.code})` } };
  }
}
