import { type Cbor, type CborObject, isCborArray, isCborObject } from "../codec/cbor-value.js";

/** The value of fact 0. Modules' own founding data stand under their names. */
export type Genesis = {
  readonly name: string;
  readonly salt: Uint8Array;
  readonly modules: Readonly<Record<string, number>>;
  readonly tables: Cbor;
  readonly value: CborObject;
};
export type TransactionRecord = {
  readonly envelope: Uint8Array;
  /** "ok" or the refusal's. */
  readonly code: string;
  readonly detail: Cbor;
  /** How many facts follow as its effects. */
  readonly writes: number;
};
export type Tick = { readonly time: number; readonly evidence: Cbor; readonly writes: number };
export type Seal = {
  readonly height: number;
  /** ms since 1970. */
  readonly time: number;
  readonly transactions: number;
  /** The block's facts, the seal among them. */
  readonly facts: number;
  readonly previousRoot: Uint8Array;
  readonly activityRoot: Uint8Array;
};

export function isUint(value: Cbor | undefined): value is number {
  return typeof value === "number" && value >= 0;
}

export function isBytes(value: Cbor | undefined, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

export function isEmptyMap(value: Cbor | undefined): boolean {
  return isCborObject(value) && Object.keys(value).length === 0;
}

/** The four values that the ledger itself writes, or null where the value has another form. */
export function readGenesis(value: Cbor | undefined): Genesis | null {
  if (!isCborObject(value)) return null;
  const { name, salt, modules, tables } = value;
  if (typeof name !== "string" || !isBytes(salt, 16) || tables === undefined) return null;
  if (!isCborObject(modules)) return null;
  const versions: Record<string, number> = {};
  for (const [module, version] of Object.entries(modules)) {
    if (!isUint(version)) return null;
    versions[module] = version;
  }
  return { name, salt, modules: versions, tables, value };
}

export function readTransaction(value: Cbor | undefined): TransactionRecord | null {
  if (!isCborArray(value) || value.length !== 4) return null;
  const [envelope, code, detail, writes] = value;
  if (!(envelope instanceof Uint8Array) || typeof code !== "string" || !isUint(writes)) return null;
  return { envelope, code, detail: detail as Cbor, writes };
}

export function readTick(value: Cbor | undefined): Tick | null {
  if (!isCborArray(value) || value.length !== 3) return null;
  const [time, evidence = null, writes] = value;
  if (!isUint(time) || !isUint(writes)) return null;
  return { time, evidence, writes };
}

export function readSeal(value: Cbor | undefined): Seal | null {
  if (!isCborArray(value) || value.length !== 6) return null;
  const [height, time, transactions, facts, previousRoot, activityRoot] = value;
  if (!isUint(height) || !isUint(time) || !isUint(transactions) || !isUint(facts)) return null;
  if (!isBytes(previousRoot, 32) || !isBytes(activityRoot, 32)) return null;
  return { height, time, transactions, facts, previousRoot, activityRoot };
}

export function sealValue(seal: Seal): Cbor {
  const { height, time, transactions, facts, previousRoot, activityRoot } = seal;
  return [height, time, transactions, facts, previousRoot, activityRoot];
}
