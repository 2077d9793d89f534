/** Kinds of fault, each of which can be left out of a run. */
export const faultKinds = [
  /** The power fails: what no sync covers is kept, torn, reordered or lost. */
  "power",
  /** The process is killed: what it wrote stays with the system. */
  "kill",
  /** A call to the system answers EIO; a sync that does loses what it was to write. */
  "eio",
  /** From some write on there is no room. */
  "full",
  /** Syncs take up to seconds. */
  "slow",
  /** Reads and writes do less than asked. */
  "short",
  /** While the node is down, a bit turns where it lies. */
  "rot",
  /** A read gives a bit turned, once. */
  "flip",
  /** The clock on the wall is set, forwards or backwards. */
  "clock",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** On average once in so many calls to the system; 0: never. */
export type FaultRates = {
  readonly eio: number;
  readonly full: number;
  readonly slow: number;
  readonly short: number;
  readonly flip: number;
};

const usual: FaultRates = { eio: 800, full: 2000, slow: 200, short: 30, flip: 600 };

export function ratesOf(faults: ReadonlySet<string>): FaultRates {
  const rate = (kind: keyof FaultRates) => (faults.has(kind) ? usual[kind] : 0);
  return {
    eio: rate("eio"),
    full: rate("full"),
    slow: rate("slow"),
    short: rate("short"),
    flip: rate("flip"),
  };
}
