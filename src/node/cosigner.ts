import { equalBytes } from "../base/bytes.js";
import { type Checkpoint, formatCheckpoint } from "../crypto/checkpoint.js";
import { cosign } from "../crypto/cosignature.js";
import { formatNote, makeVkey, signNoteLine } from "../crypto/note.js";
import type { Signer } from "../crypto/signer.js";
import type { DurableRecord } from "../storage/log/durable-record.js";
import { nodeError } from "./errors.js";

/** One agency's two keys: the log key for what its node serves, and the one that cosigns. */
export type AgencySigners = {
  readonly agency: string;
  readonly logKey: Signer;
  readonly cosigner: Signer;
};

/** Signs checkpoints with the agencies' keys that are on this machine. */
export class Cosigner {
  readonly #record: DurableRecord;

  constructor(record: DurableRecord) {
    this.#record = record;
  }

  /**
   * The signed note. Only what is on durable record is signed, so that after a crash nothing smaller
   * and no other root for the same size can ever be.
   * @param seconds time of the cosignatures, since 1970
   * @throws SIGN_RECORD
   */
  async sign(
    agencies: readonly AgencySigners[],
    checkpoint: Checkpoint,
    seconds: number,
  ): Promise<string> {
    const recorded = this.#record.read();
    const { origin, size, root } = checkpoint;
    if (recorded === null || recorded.size !== size || !equalBytes(recorded.root, root)) {
      throw nodeError("SIGN_RECORD", { size, recorded: recorded?.size ?? null });
    }
    const text = formatCheckpoint(checkpoint);
    const lines = await Promise.all(
      agencies.flatMap(({ agency, logKey, cosigner }) => [
        signNoteLine(makeVkey(origin, "Ed25519", logKey.publicKey.x), logKey, text),
        cosign(makeVkey(agency, "cosignature/v1", cosigner.publicKey.x), cosigner, text, seconds),
      ]),
    );
    return formatNote({ text, signatures: lines });
  }
}
