import type { DiskFile } from "../disk.js";
import { storageError } from "../errors.js";
import { type FileSystem, nodeFileSystem } from "../file-system.js";
import { LEAST_BUFFER_BYTES, RecordCursor } from "./cursor.js";
import { HEADER_BYTES, RecordType } from "./format.js";
import {
  corrupt,
  listSegments,
  openSegment,
  type Segment,
  type SegmentSource,
} from "./segments.js";

/** Where the next read goes on: a record starts at `offset`, before the fact `index`. */
type Place = {
  readonly segment: Segment;
  readonly file: DiskFile;
  readonly offset: number;
  readonly index: number;
};

/**
 * Reads onward in a log that is under somebody else's pen, another thread's mostly. It keeps no
 * layout: where it first reads, it walks from the head of the segment.
 */
export class LogTail {
  private readonly dir: string;
  private readonly source: SegmentSource;
  private readonly buffer = new Uint8Array(LEAST_BUFFER_BYTES);
  private place: Place | null = null;

  constructor(dir: string, networkId: Uint8Array, system: FileSystem = nodeFileSystem) {
    this.dir = dir;
    this.source = { networkId, system };
  }

  /**
   * The leaves `from` … `to` − 1, of which the caller knows that they were written: what may lie
   * behind them is half a record.
   * @throws LOG_CORRUPT, LOG_RANGE, LOG_NETWORK, LOG_VERSION, DISK_*
   */
  leaves(from: number, to: number): Uint8Array[] {
    const leaves: Uint8Array[] = [];
    let { segment, file, offset, index } = this.placeBefore(from);
    while (leaves.length < to - from) {
      const cursor = new RecordCursor(file, this.buffer, offset, index, file.byteLength);
      while (cursor.next < to && cursor.step()) {
        const isLeaf = cursor.type === RecordType.Leaf;
        if (isLeaf && cursor.next > from) leaves.push(cursor.payload.slice());
      }
      const { fault: reason, next } = cursor;
      if (reason !== null) {
        throw corrupt({ index: next, segment: segment.name, offset: cursor.offset, reason });
      }
      this.place = { segment, file, offset: cursor.offset, index: next };
      if (next < to) ({ segment, file, offset, index } = this.enter(({ first }) => first === next));
    }
    return leaves;
  }

  close(): void {
    this.place?.file.close();
    this.place = null;
  }

  private placeBefore(index: number): Place {
    if (this.place !== null && this.place.index <= index) return this.place;
    return this.enter(({ first }) => first <= index);
  }

  /** The head of the last segment of which this is so. */
  private enter(isWanted: (segment: Segment) => boolean): Place {
    this.close();
    const { segments } = listSegments(this.dir, this.source.system);
    const segment = segments.findLast(isWanted);
    if (segment === undefined) throw storageError("LOG_RANGE", { dir: this.dir });
    const { file, fault: reason } = openSegment(segment, this.source);
    if (reason !== null) {
      file.close();
      throw corrupt({ index: segment.first, segment: segment.name, offset: 0, reason });
    }
    this.place = { segment, file, offset: HEADER_BYTES, index: segment.first };
    return this.place;
  }
}
