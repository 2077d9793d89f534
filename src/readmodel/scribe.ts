/** Who writes the tables: in the calling thread, or in one of its own. */
export interface Scribe {
  /** Whole blocks up to that size, or as many as make one transaction; answers how much is shown then. */
  write(upTo: number): Promise<number>;
  /**
   * Puts an address register in the place of the one before: the file's bytes, null where there is none.
   * @throws PLACES_FORM, READMODEL_*
   */
  takePlaces(file: Uint8Array | null): Promise<void>;
  /** Leaves what is not committed. */
  close(): Promise<void>;
}
