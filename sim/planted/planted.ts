import type { TransactionResult } from "#src/ledger/ledger.js";
import type { FileSystem } from "#src/storage/file-system.js";
import { changed } from "../changed.js";
import type { Planted } from "../node.js";

/*
 * Bugs between the real parts, to see whether the simulator finds them. Each happens from its n-th
 * occasion on or at it, so that a run begins well.
 */

/** One of the node's syncs is left out: of the log, of the durable record, or of names in a directory. */
export function skipsSync(of: "log" | "record" | "names"): Planted {
  return {
    system: (real) =>
      passingOn(real, {
        syncData: (file) => (of === "record" ? undefined : real.syncData(file)),
        syncDataLater: (file, done) => (of === "log" ? done(null) : real.syncDataLater(file, done)),
        syncDirectory: (path) => (of === "names" ? undefined : real.syncDirectory(path)),
      }),
  };
}

/** Of the n-th fact that supersedes another, the bit of that one stays 1. */
export function dropsSupersedingBit(at: number): Planted {
  let superseding = 0;
  return {
    opened: ({ ledger }) => {
      const { activity } = ledger.head;
      const append = activity.append.bind(activity);
      activity.append = (supersedes) =>
        append(supersedes !== null && ++superseding === at ? null : supersedes);
    },
  };
}

/** From the n-th transaction on, who waits hears the result once it is executed. */
export function answersEarly(from: number): Planted {
  const early = new Map<string, (result: TransactionResult) => void>();
  const nameOf = (id: Uint8Array): string => Buffer.from(id).toString("hex");
  let taken = 0;
  return {
    application: (real) =>
      changed(real, {
        finalize: (proposal) => {
          const block = real.finalize(proposal);
          for (const result of block?.results ?? []) early.get(nameOf(result.id))?.(result);
          return block;
        },
      }),
    orderer: (real) => ({
      submit: (transaction) => {
        const sealed = real.submit(transaction);
        if (++taken < from) return sealed;
        return new Promise((resolve, reject) => {
          early.set(nameOf(transaction.id), resolve);
          sealed.then(resolve, reject);
        });
      },
    }),
  };
}

/** From the n-th time on that the application finds a transaction on record, it takes it for a new one. */
export function takesDuplicates(from: number): Planted {
  let asked = false;
  let known = 0;
  const asking = <Answer>(work: () => Answer): Answer => {
    asked = true;
    try {
      return work();
    } finally {
      asked = false;
    }
  };
  return {
    opened: ({ index }) => {
      const get = index.get.bind(index);
      index.get = (key) => {
        const fact = get(key);
        // Whoever else asks the index finds what is there.
        const hidden = asked && fact !== undefined && key.startsWith("tx/") && ++known >= from;
        return hidden ? undefined : fact;
      };
    },
    application: (real) =>
      changed(real, {
        known: (transaction) => asking(() => real.known(transaction)),
        finalize: (proposal) => asking(() => real.finalize(proposal)),
      }),
  };
}

function passingOn(real: FileSystem, other: Partial<FileSystem>): FileSystem {
  return {
    open: (path, access) => real.open(path, access),
    close: (file) => real.close(file),
    byteLength: (file) => real.byteLength(file),
    read: (file, into, at, length, offset) => real.read(file, into, at, length, offset),
    write: (file, bytes, at, length, offset) => real.write(file, bytes, at, length, offset),
    truncate: (file, byteLength) => real.truncate(file, byteLength),
    sync: (file) => real.sync(file),
    syncData: (file) => real.syncData(file),
    syncDataLater: (file, done) => real.syncDataLater(file, done),
    exists: (path) => real.exists(path),
    list: (path) => real.list(path),
    makeDirectory: (path) => real.makeDirectory(path),
    syncDirectory: (path) => real.syncDirectory(path),
    rename: (from, to) => real.rename(from, to),
    remove: (path) => real.remove(path),
    ...other,
  };
}
