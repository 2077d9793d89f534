import { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import { concatBytes } from "../../base/bytes.js";
import { cometError } from "./errors.js";

/** CometBFT's own limit is 100 MiB; the largest request is a block, of 21 MB by default. */
const MOST_FRAME_BYTES = 64 * 1024 * 1024;
/** Of a length as an unsigned varint of 32 bits. */
const MOST_LENGTH_BYTES = 5;

/** ABCI's socket protocol: each message behind its length as an unsigned varint. */
export class FrameReader {
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  /**
   * The requests that are whole with this chunk; their byte strings are views, to be copied by whoever
   * keeps them.
   * @throws COMET_FRAME, COMET_FRAME_SIZE
   */
  push(chunk: Uint8Array): Request[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const requests: Request[] = [];
    for (let request = this.#next(); request !== null; request = this.#next()) {
      requests.push(request);
    }
    return requests;
  }

  #next(): Request | null {
    const head = this.#head();
    if (head === null || this.#bytes < head.bytes + head.length) return null;
    const whole = this.#joined();
    const end = head.bytes + head.length;
    this.#chunks = whole.length > end ? [whole.subarray(end)] : [];
    this.#bytes = whole.length - end;
    return decodeRequest(whole.subarray(head.bytes, end));
  }

  /** How long the next message is; chunks are joined no sooner than it is whole. */
  #head(): { readonly bytes: number; readonly length: number } | null {
    const [first] = this.#chunks;
    if (first === undefined) return null;
    const start = first.length >= MOST_LENGTH_BYTES ? first : this.#joined();
    const bytes = start.subarray(0, MOST_LENGTH_BYTES).findIndex((byte) => byte < 0x80) + 1;
    if (bytes === 0) {
      if (start.length >= MOST_LENGTH_BYTES) throw cometError("COMET_FRAME");
      return null;
    }
    const length = new BinaryReader(start.subarray(0, bytes)).uint32();
    if (length > MOST_FRAME_BYTES) throw cometError("COMET_FRAME_SIZE", { length });
    return { bytes, length };
  }

  #joined(): Uint8Array {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const whole = concatBytes(...this.#chunks);
    this.#chunks = [whole];
    return whole;
  }
}

export function encodeResponse(response: Partial<Response>): Uint8Array {
  const message = Response.encode(Response.fromPartial(response)).finish();
  const length = new BinaryWriter().uint32(message.length).finish();
  return concatBytes(length, message);
}

function decodeRequest(bytes: Uint8Array): Request {
  try {
    return Request.decode(bytes);
  } catch (cause) {
    throw cometError("COMET_FRAME", { bytes: bytes.length }, cause);
  }
}
