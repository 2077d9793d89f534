import type { DiskFile } from "../disk.js";
import { type Fault, HEAD_BYTES, isRecordType, RecordType, recordChecksum } from "./format.js";

/** A buffer has room for the longest record: 8 + 65,535 bytes. */
export const LEAST_BUFFER_BYTES = 128 * 1024;

/**
 * Walks the records of one segment in large sequential reads and checks each. What it found stands
 * in its fields until the next step, since this runs once for every fact at start.
 */
export class RecordCursor {
  /** Byte offset in the segment where the last record ended. */
  offset: number;
  /** Index of the next fact after the last record. */
  next: number;
  type: RecordType = RecordType.Leaf;
  /** Payload of the last record: a view of the buffer, overwritten by the next step. */
  payload: Uint8Array;
  /** Why the walk stopped before the limit. */
  fault: Fault | null = null;

  private readonly file: DiskFile;
  private readonly limit: number;
  private readonly buffer: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private filled = 0;

  /** Starts where a record starts: byte `offset`, before fact `next`. `limit` is the walk's last byte offset. */
  constructor(file: DiskFile, buffer: Uint8Array, offset: number, next: number, limit: number) {
    this.file = file;
    this.buffer = buffer;
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    this.payload = buffer.subarray(0, 0);
    this.offset = offset;
    this.next = next;
    this.limit = limit;
  }

  /** Goes over one record. False at the limit, and before a record with a `fault`. */
  step(): boolean {
    if (this.offset >= this.limit || this.fault !== null) return false;
    if (!this.have(HEAD_BYTES)) return this.stop("truncated");
    const type = this.view.getUint8(this.at);
    if (!isRecordType(type)) return this.stop("type");
    if (this.view.getUint8(this.at + 1) !== 0) return this.stop("type");
    const length = HEAD_BYTES + this.view.getUint16(this.at + 2);
    if (!this.have(length)) return this.stop("truncated");
    const payload = this.buffer.subarray(this.at + HEAD_BYTES, this.at + length);
    if (this.view.getUint32(this.at + 4) !== recordChecksum(type, payload, this.next)) {
      return this.stop("checksum");
    }
    this.type = type;
    this.payload = payload;
    this.at += length;
    this.offset += length;
    if (type === RecordType.Leaf) this.next++;
    return true;
  }

  private stop(fault: Fault): false {
    this.fault = fault;
    return false;
  }

  /** Whether `count` bytes of the segment follow; reads on where the buffer ends before them. */
  private have(count: number): boolean {
    if (this.at + count <= this.filled) return true;
    if (this.offset + count > this.limit) return false;
    this.buffer.copyWithin(0, this.at, this.filled);
    this.filled -= this.at;
    this.at = 0;
    const unread = this.limit - this.offset - this.filled;
    const end = Math.min(this.buffer.length, this.filled + unread);
    this.filled += this.file.read(this.buffer, this.filled, end, this.offset + this.filled);
    return count <= this.filled;
  }
}
