/** Names of the lists that the ledger derives from this module's facts. */
export const lists = {
  levels: "land/levels",
  offices: "land/offices",
  /** Parcels of the level that stand in the cell of the spatial index. */
  cell: (level: string, cell: string) => `land/cells/${level}/${cell}`,
  /** Parcels of the level with a flag. */
  flagged: (level: string) => `land/flagged/${level}`,
  /** Rights that name the person's handle, ended ones too: at most one, since a handle is for one holding. */
  holding: (handle: string) => `land/holdings/${handle}`,
  /** The parcel with this national cadastral reference. */
  reference: (reference: string) => `land/references/${reference}`,
} as const;
