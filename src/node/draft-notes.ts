import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DraftNote } from "../api/routes/drafts.js";
import { draftError } from "./draft-errors.js";

export type KeptNote = {
  /** Key id of the signer who said it. */
  readonly by: string;
  /** ms since 1970. */
  readonly time: number;
  readonly note: DraftNote;
};

const MOST_OF_ONE = 8;

/** What signers tell one another beside a draft: one file a draft, gone with it, never on the ledger. */
export class DraftNotes {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
  }

  read(id: string): KeptNote[] {
    const path = this.#path(id);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
  }

  /** @throws DRAFT_NOTES_FULL */
  add(id: string, note: KeptNote): void {
    const notes = this.read(id);
    if (notes.filter(({ by }) => by === note.by).length >= MOST_OF_ONE) {
      throw draftError("DRAFT_NOTES_FULL", { most: MOST_OF_ONE });
    }
    const temporary = `${this.#path(id)}.new`;
    writeFileSync(temporary, JSON.stringify([...notes, note]), { mode: 0o600, flush: true });
    renameSync(temporary, this.#path(id));
  }

  remove(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#dir, `${id}.notes.json`);
  }
}

/** A refusal is for all; what a commitment hides, for those whom its author named. */
export function isFor({ by, note }: KeptNote, reader: string): boolean {
  if (by === reader || note.kind === "declined") return true;
  return note.for === null || note.for.includes(reader);
}
