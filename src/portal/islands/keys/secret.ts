import { paperCode, secretOfPaperCode } from "../../../sdk/paper-code.js";
import { keyStoreError } from "./errors.js";
import type { KeyStore } from "./store.js";

/** From a person's secret to one key: what `sdk/holder.ts` derives by. */
type Derive = (info: Uint8Array) => Promise<Uint8Array>;

const BITS = 256;

/** Puts a new secret into the store and gives its paper code: it is shown once and never again. */
export async function makeSecret(store: KeyStore): Promise<string> {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  await keep(store, secret);
  const code = paperCode(secret);
  secret.fill(0);
  return code;
}

/** Puts the secret of a paper code into the store. @throws PAPER_CODE */
export async function restoreSecret(store: KeyStore, typed: string): Promise<void> {
  const secret = new Uint8Array(secretOfPaperCode(typed));
  await keep(store, secret);
  secret.fill(0);
}

async function keep(store: KeyStore, secret: Uint8Array<ArrayBuffer>): Promise<void> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  await store.put("secret", { key, made: Date.now() }, "own");
}

/** HKDF-SHA256 (RFC 5869) by a key that cannot be read. @throws BROWSER_SECRET */
export async function deriverOfDevice(store: KeyStore): Promise<Derive> {
  const kept = await store.get("secret", "own");
  if (kept === undefined) throw keyStoreError("BROWSER_SECRET");
  const salt = new Uint8Array(0);
  return async (info) => {
    const how = { name: "HKDF", hash: "SHA-256", salt, info: new Uint8Array(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(how, kept.key, BITS));
  };
}
