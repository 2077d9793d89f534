import { CounterfoilError } from "../base/errors.js";
import { fromBase64, toBase64, toHex } from "../base/text.js";
import { cryptoError } from "./errors.js";
import { isSize } from "./tree-size.js";

/** The text of a C2SP tlog-checkpoint without extension lines. */
export type Checkpoint = {
  readonly origin: string;
  /** Facts in the log. */
  readonly size: number;
  /** 32 bytes, RFC 9162 §2.1.1. */
  readonly root: Uint8Array;
};

/** `counterfoil/` + name + `/` + first 8 hex digits of the network id (32 bytes). */
export function originOf(network: string, genesis: Uint8Array): string {
  return `counterfoil/${network}/${toHex(genesis.subarray(0, 4))}`;
}

/**
 * A checkpoint from the text of a note, its signature lines already taken off.
 * @throws CHECKPOINT_LINES, CHECKPOINT_SIZE, CHECKPOINT_ROOT
 */
export function parseCheckpoint(text: string): Checkpoint {
  const match = /^([^\n]+)\n([^\n]+)\n([^\n]+)\n$/.exec(text);
  const [, origin = "", size = "", root = ""] = match ?? [];
  if (match === null) throw cryptoError("CHECKPOINT_LINES");
  return { origin, size: parseSize(size), root: parseRoot(root) };
}

/** The text that is signed. @throws as `parseCheckpoint`, where the parts make no checkpoint */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  parseCheckpoint(text);
  return text;
}

function parseSize(line: string): number {
  const size = /^(?:0|[1-9][0-9]{0,15})$/.test(line) ? Number(line) : Number.NaN;
  if (!isSize(size)) throw cryptoError("CHECKPOINT_SIZE", { line });
  return size;
}

function parseRoot(line: string): Uint8Array {
  const root = decodeRoot(line);
  if (root.length !== 32) throw cryptoError("CHECKPOINT_ROOT", { length: root.length });
  return root;
}

function decodeRoot(line: string): Uint8Array {
  try {
    return fromBase64(line);
  } catch (cause) {
    if (cause instanceof CounterfoilError) throw cryptoError("CHECKPOINT_ROOT", { line }, cause);
    throw cause;
  }
}
