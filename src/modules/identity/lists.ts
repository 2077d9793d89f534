/** Names of the lists that the ledger derives from this module's facts. */
export const lists = {
  /** Offices of the role. */
  officers: (role: string) => `identity/officers/${role}`,
  /** Keys of the handle that are not revoked. */
  keysOf: (handle: string) => `identity/keysOf/${handle}`,
} as const;
