import { errorFamily } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { decodeCbor } from "../codec/cbor-decode.js";
import { encodeCbor } from "../codec/cbor-encode.js";
import { type Cbor, isCborArray } from "../codec/cbor-value.js";
import { type Proof, proofItem, readPath, readProof } from "./proof-item.js";
import { isBytes, isUint } from "./records.js";

export const receiptError = errorFamily({
  RECEIPT_SIZE: "The receipt is longer than 1 MiB.",
  RECEIPT_FORM: "The file is not a receipt as the format has it.",
  RECEIPT_VERSION: "The receipt is of a version that this program does not know.",
});

export type Current = {
  readonly seal: Proof;
  readonly chunk: Uint8Array;
  readonly chunkPath: readonly Uint8Array[];
};
export type AsOf = {
  /** ms since 1970. */
  readonly time: number;
  readonly sealAt: Proof;
  readonly nextSeal: Proof | null;
  readonly replacedBy: Proof | null;
};
export type Opening = { readonly salt: Uint8Array; readonly path: string; readonly value: Cbor };

/** A receipt file (docs/reference/formats.md, Receipt file). */
export type Receipt = {
  readonly leaf: Uint8Array;
  /** RFC 9942 COSE receipt. */
  readonly inclusion: Uint8Array;
  /** C2SP signed note. */
  readonly checkpoint: string;
  readonly current?: Current;
  readonly asOf?: AsOf;
  readonly authority?: Proof;
  readonly openings?: readonly Opening[];
  readonly consistency?: readonly Uint8Array[];
};

const VERSION = 1;

export function encodeReceipt(receipt: Receipt): Uint8Array {
  const { leaf, inclusion, checkpoint, current, asOf, authority, openings, consistency } = receipt;
  const members: [number, Cbor | undefined][] = [
    [1, VERSION],
    [2, leaf],
    [3, inclusion],
    [4, checkpoint],
    [5, current && [proofItem(current.seal), current.chunk, [...current.chunkPath]]],
    [6, asOf && asOfItem(asOf)],
    [7, authority && proofItem(authority)],
    [8, openings?.map(({ salt, path, value }) => [salt, path, value])],
    [9, consistency && [...consistency]],
  ];
  return encodeCbor(
    new Map(members.filter((entry): entry is [number, Cbor] => entry[1] !== undefined)),
  );
}

/** @throws CBOR_*, RECEIPT_* */
export function decodeReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > limits.receiptBytes)
    throw receiptError("RECEIPT_SIZE", { bytes: bytes.length });
  const item = decodeCbor(bytes);
  if (!(item instanceof Map)) throw receiptError("RECEIPT_FORM");
  if (item.get(1) !== VERSION) throw receiptError("RECEIPT_VERSION");
  for (const key of item.keys()) {
    if (typeof key !== "number" || key < 1 || key > 9) throw receiptError("RECEIPT_FORM");
  }
  const [leaf, inclusion, checkpoint] = [item.get(2), item.get(3), item.get(4)];
  if (!(leaf instanceof Uint8Array) || !(inclusion instanceof Uint8Array)) {
    throw receiptError("RECEIPT_FORM");
  }
  if (typeof checkpoint !== "string") throw receiptError("RECEIPT_FORM");
  return {
    leaf,
    inclusion,
    checkpoint,
    ...optional("current", item.get(5), readCurrent),
    ...optional("asOf", item.get(6), readAsOf),
    ...optional("authority", item.get(7), proof),
    ...optional("openings", item.get(8), readOpenings),
    ...optional("consistency", item.get(9), path),
  };
}

function optional<Name extends string, T>(
  name: Name,
  item: Cbor | undefined,
  read: (item: Cbor) => T,
): { [N in Name]?: T } {
  return item === undefined ? {} : ({ [name]: read(item) } as { [N in Name]?: T });
}

function asOfItem({ time, sealAt, nextSeal, replacedBy }: AsOf): Cbor {
  return [
    time,
    proofItem(sealAt),
    nextSeal && proofItem(nextSeal),
    replacedBy && proofItem(replacedBy),
  ];
}

/** @throws RECEIPT_FORM where it is null */
function formed<T>(item: T | null): T {
  if (item === null) throw receiptError("RECEIPT_FORM");
  return item;
}

const proof = (item: Cbor | undefined): Proof => formed(readProof(item));
const proofOrNull = (item: Cbor | undefined): Proof | null => (item === null ? null : proof(item));
const path = (item: Cbor | undefined): readonly Uint8Array[] => formed(readPath(item));

function readCurrent(item: Cbor): Current {
  const [seal, chunk, chunkPath] = array(item, 3);
  if (!isBytes(chunk, 32)) throw receiptError("RECEIPT_FORM");
  return { seal: proof(seal), chunk, chunkPath: path(chunkPath) };
}

function readAsOf(item: Cbor): AsOf {
  const [time, sealAt, nextSeal, replacedBy] = array(item, 4);
  if (!isUint(time)) throw receiptError("RECEIPT_FORM");
  return {
    time,
    sealAt: proof(sealAt),
    nextSeal: proofOrNull(nextSeal),
    replacedBy: proofOrNull(replacedBy),
  };
}

function readOpenings(item: Cbor): Opening[] {
  if (!isCborArray(item) || item.length === 0) throw receiptError("RECEIPT_FORM");
  return item.map((opening) => {
    const [salt, path, value] = array(opening, 3);
    if (!isBytes(salt, 32) || typeof path !== "string") throw receiptError("RECEIPT_FORM");
    return { salt, path, value: value as Cbor };
  });
}

function array(item: Cbor | undefined, length: number): readonly Cbor[] {
  if (!isCborArray(item) || item.length !== length) throw receiptError("RECEIPT_FORM");
  return item;
}
