import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from "idb";
import type { DraftOpening } from "../../../api/routes/drafts.js";
import type { Opening } from "../../../ledger/receipt.js";
import { keyStoreError } from "./errors.js";

/** Keys that cannot be taken out again: WebCrypto signs or derives with them and shows them to nobody. */
export type KeptSecret = { readonly key: CryptoKey; readonly made: number };

/** One of the person's handles: for one holding, under one key that the secret yields. */
export type KeptHandle = {
  readonly handle: string;
  /** The handle's number on this secret. */
  readonly number: number;
  /** Of the key: each rotation makes the next. */
  readonly version: number;
  /** What its commitments on the ledger hide; null where only the secret came back from paper. */
  readonly openings: readonly Opening[] | null;
  /** ms since 1970. */
  readonly made: number;
};

/** What a person keeps of a draft: its bytes' id and what its commitments hide. */
export type KeptDraft = {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly openings: readonly DraftOpening[];
  readonly made: number;
};

export type KeptReceipt = {
  /** Of the fact. */
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly title: string;
  readonly asOf: number;
  readonly kept: number;
};

export type KeptOfficial = {
  readonly keyId: string;
  readonly algorithm: "Ed25519" | "P-256";
  readonly use: { readonly agency: string; readonly role: string } | null;
  /** Ed25519: x. P-256: x ‖ y. */
  readonly publicKey: Uint8Array;
  readonly key: CryptoKey;
};

/** The trust file that this device goes by, and when and from where it came. */
export type KeptTrust = {
  readonly text: string;
  readonly kept: number;
  readonly from: "node" | "file";
};

interface Kept extends DBSchema {
  secret: { key: "own"; value: KeptSecret };
  trust: { key: "own"; value: KeptTrust };
  handles: { key: string; value: KeptHandle };
  drafts: { key: string; value: KeptDraft };
  receipts: { key: string; value: KeptReceipt };
  officials: { key: string; value: KeptOfficial };
}

export type KeyStore = IDBPDatabase<Kept>;

const NAME = "counterfoil";

/** @throws BROWSER_KEYS */
export async function openKeyStore(): Promise<KeyStore> {
  try {
    if (globalThis.crypto?.subtle === undefined) throw keyStoreError("BROWSER_KEYS");
    return await openDB<Kept>(NAME, 1, {
      upgrade(store) {
        store.createObjectStore("secret");
        store.createObjectStore("trust");
        store.createObjectStore("handles", { keyPath: "handle" });
        store.createObjectStore("drafts", { keyPath: "id" });
        store.createObjectStore("receipts", { keyPath: "key" });
        store.createObjectStore("officials", { keyPath: "keyId" });
      },
      // So that another page can forget everything while this one stands open.
      blocking: (_, __, event) => (event.target as IDBDatabase).close(),
    });
  } catch (cause) {
    throw keyStoreError("BROWSER_KEYS", {}, cause);
  }
}

/** All that this device holds, for good. */
export async function forgetAll(store: KeyStore): Promise<void> {
  store.close();
  await deleteDB(NAME);
}
