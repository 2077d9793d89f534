import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DraftNote } from "../api/routes/drafts.js";
import { isCoded } from "../base/errors.js";
import { limits } from "../base/limits.js";
import { toHex } from "../base/text.js";
import { engineError } from "../engines/errors.js";
import { decodeDraft, type Envelope } from "../ledger/envelope.js";
import { checkNetwork, checkSignatures } from "../ledger/verify-envelope.js";
import { joinTransactions } from "../sdk/transaction.js";
import { draftError } from "./draft-errors.js";
import { DraftNotes, isFor, type KeptNote } from "./draft-notes.js";

export type DraftState = {
  readonly id: string;
  readonly complete: boolean;
  readonly validUntil: number;
  readonly signers: readonly { readonly keyId: string; readonly signed: boolean }[];
};

export type DraftPorts = {
  readonly network: Uint8Array;
  /** ms since 1970. */
  readonly now: () => number;
  /** Whether one of those who have signed is somebody on the ledger. */
  readonly admits: (draft: Envelope) => boolean;
};

/** Drafts that a node keeps, and those that one key may have signed: who is named did not ask to be. */
const MOST = 10_000;
const MOST_OF_ONE = 100;
/** What is no longer valid stays on disk this long at most. */
const SWEEP_MS = 60_000;

/**
 * Envelopes that are not yet complete: kept outside the ledger until their `validUntil`, one file
 * each in DIR/drafts, readable by their signers only.
 */
export class Drafts {
  readonly #dir: string;
  readonly #ports: DraftPorts;
  /** Without what stands in them: decoded, a body may be a hundred times as large as its bytes. */
  readonly #drafts = new Map<string, DraftState>();
  readonly #notes: DraftNotes;
  #swept = 0;

  constructor(dir: string, ports: DraftPorts) {
    this.#dir = dir;
    this.#ports = ports;
    this.#notes = new DraftNotes(dir);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(dir).filter((file) => /^[0-9a-f]{64}\.tx$/.test(file))) {
      this.#load(name.slice(0, 64));
    }
  }

  /** Adds the signatures to what is there of the draft. @throws DRAFT_*, ADMIT_VALIDITY, CBOR_*, KEY_*, ENVELOPE_* */
  put(bytes: Uint8Array): DraftState {
    this.#sweep();
    const given = decodeDraft(bytes);
    checkNetwork(given, this.#ports.network);
    if (given.signatures.length === 0) throw draftError("DRAFT_UNSIGNED");
    this.#checkTime(given);
    // Before the signatures, which cost more: whoever is nobody here need not be checked.
    if (!this.#ports.admits(given)) throw engineError("ADMIT_STRANGER");
    checkSignatures(given, "admission");
    const id = toHex(given.id);
    const known = this.#drafts.get(id);
    if (known === undefined) this.#checkRoom(given);
    const joined = known === undefined ? bytes : joinTransactions([this.#bytes(id), bytes]);
    // Before it is written: together they may be longer than an envelope may be.
    const state = stateOf(decodeDraft(joined));
    this.#write(id, joined);
    this.#drafts.set(id, state);
    return state;
  }

  /** @throws DRAFT_UNKNOWN */
  get(id: string, reader: string): { readonly state: DraftState; readonly bytes: Uint8Array } {
    this.#sweep();
    const draft = this.#drafts.get(id);
    if (draft === undefined || !isSigner(draft, reader)) throw draftError("DRAFT_UNKNOWN");
    return { state: draft, bytes: this.#bytes(id) };
  }

  /** Keeps a signer's note; @throws DRAFT_UNKNOWN, DRAFT_NOTES_FULL */
  addNote(id: string, by: string, note: DraftNote): void {
    this.get(id, by);
    this.#notes.add(id, { by, time: this.#ports.now(), note });
  }

  /** The notes that the reader may see. @throws DRAFT_UNKNOWN */
  notes(id: string, reader: string): KeptNote[] {
    this.get(id, reader);
    return this.#notes.read(id).filter((kept) => isFor(kept, reader));
  }

  /** The drafts in which the reader is a signer. */
  list(reader: string): DraftState[] {
    this.#sweep();
    return [...this.#drafts.values()].filter((draft) => isSigner(draft, reader));
  }

  /** What execution would refuse for its time alone is not kept for years. */
  #checkTime({ payload: { validUntil } }: Envelope): void {
    const now = this.#ports.now();
    if (validUntil < now) throw draftError("DRAFT_EXPIRED");
    if (validUntil > now + limits.validityMs) {
      throw engineError("ADMIT_VALIDITY", { validUntil, now });
    }
  }

  #checkRoom({ signatures }: Envelope): void {
    if (this.#drafts.size >= MOST) throw draftError("DRAFT_FULL");
    const counts = new Map<string, number>();
    for (const { signers } of this.#drafts.values()) {
      for (const { keyId, signed } of signers) {
        if (signed) counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
      }
    }
    for (const signer of signatures.map(({ thumbprint }) => toHex(thumbprint))) {
      if ((counts.get(signer) ?? 0) >= MOST_OF_ONE)
        throw draftError("DRAFT_SIGNER_FULL", { signer });
    }
  }

  /** What does not decode is passed over: no draft is worth a node that does not start. */
  #load(id: string): void {
    try {
      this.#drafts.set(id, stateOf(decodeDraft(this.#bytes(id))));
    } catch (error) {
      if (!isCoded(error)) throw error;
    }
  }

  #path(id: string): string {
    return join(this.#dir, `${id}.tx`);
  }

  #bytes(id: string): Uint8Array {
    return new Uint8Array(readFileSync(this.#path(id)));
  }

  #write(id: string, bytes: Uint8Array): void {
    const temporary = `${this.#path(id)}.new`;
    writeFileSync(temporary, bytes, { mode: 0o600, flush: true });
    renameSync(temporary, this.#path(id));
  }

  #sweep(): void {
    const now = this.#ports.now();
    if (Math.abs(now - this.#swept) < SWEEP_MS) return;
    this.#swept = now;
    for (const [id, { validUntil }] of this.#drafts) {
      if (validUntil >= now) continue;
      this.#drafts.delete(id);
      rmSync(this.#path(id), { force: true });
      this.#notes.remove(id);
    }
  }
}

function isSigner({ signers }: DraftState, reader: string): boolean {
  return signers.some(({ keyId }) => keyId === reader);
}

function stateOf({ id, payload, signatures }: Envelope): DraftState {
  const signed = new Set(signatures.map(({ thumbprint }) => toHex(thumbprint)));
  const signers = payload.signers.map(toHex).map((keyId) => ({ keyId, signed: signed.has(keyId) }));
  const complete = signers.every((signer) => signer.signed);
  return { id: toHex(id), complete, validUntil: payload.validUntil, signers };
}
