/** A key that signs: public key of 32 bytes; deterministic signatures of 64, RFC 8032 §5.1.6. */
export type Ed25519KeyPair = {
  readonly publicKey: Uint8Array;
  readonly sign: (message: Uint8Array) => Uint8Array;
};
