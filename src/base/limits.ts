/** Every limit of the formats (`docs/reference/formats.md`); limits of the node stand in its configuration. */
export const limits = {
  /** tlog-tiles gives an entry 16 bits of length. */
  leafBytes: 65_535,
  keyBytes: 200,
  envelopeBytes: 32 * 1024,
  signatures: 64,
  /** Sum of a block's leaves. */
  blockBytes: 16 * 1024 * 1024,
  /** What one transaction may write: a quarter of a block, so that none needs a block of its own. */
  effectBytes: 4 * 1024 * 1024,
  /** Arrays, maps and tags. */
  cborDepth: 16,
  /** How far past the block's time `validUntil` may lie: 30 days. */
  validityMs: 2_592_000_000,
  receiptBytes: 1024 * 1024,
  bundleBytes: 16 * 1024 * 1024,
  trustFileBytes: 4 * 1024 * 1024,
  noteBytes: 65_535,
} as const;
