import { HEADER_BYTES } from "./format.js";
import type { Segment } from "./segments.js";
import type { Place } from "./walk.js";

/** How far a log reaches: `byteLength` bytes into the segment that starts with `segmentFirstIndex`. */
export type LogPosition = {
  /** Facts. */
  readonly size: number;
  readonly segmentFirstIndex: number;
  readonly byteLength: number;
};

/**
 * One byte offset is kept for so many facts. It divides 256, the width of an entry bundle; a single
 * fact is found by reading 16 others on average, and 10⁷ facts take 1.3 MB.
 */
const STRIDE = 32;

/** Where the facts stand: the segments, and every 32nd fact's offset in its own. */
export class Layout {
  readonly segments: Segment[];
  size = 0;
  private offsets = new Uint32Array(1024).fill(HEADER_BYTES, 0, 1);

  constructor(segments: Segment[]) {
    this.segments = segments;
  }

  get position(): LogPosition {
    const last = this.segments.at(-1);
    return {
      size: this.size,
      segmentFirstIndex: last?.first ?? 0,
      byteLength: last?.byteLength ?? 0,
    };
  }

  get byteLength(): number {
    return this.segments.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The fact at `index` starts at `offset` of the newest segment so far. */
  place(index: number, offset: number): void {
    this.size = index + 1;
    if (index % STRIDE !== 0) return;
    const slot = index / STRIDE;
    if (slot === this.offsets.length) {
      const larger = new Uint32Array(slot * 2);
      larger.set(this.offsets);
      this.offsets = larger;
    }
    this.offsets[slot] = offset;
  }

  /** Forgets what lies at and after `offset` of a segment, which is damaged there. */
  cut(name: string, offset: number): void {
    const ordinal = this.segments.findIndex((segment) => segment.name === name);
    const segment = this.segments[ordinal];
    if (segment === undefined) return;
    segment.byteLength = offset;
    this.segments.length = offset === 0 ? ordinal : ordinal + 1;
  }

  /** A record's start at or before the fact `index`, which is there, and in its segment. */
  find(index: number): Place {
    const ordinal = this.ordinalOf(index);
    const slot = Math.floor(index / STRIDE);
    const first = this.segments[ordinal]?.first ?? 0;
    if (slot * STRIDE < first) return { ordinal, offset: HEADER_BYTES, index: first };
    return { ordinal, offset: this.offsets[slot] ?? 0, index: slot * STRIDE };
  }

  /** Where to stop reading for facts below `index`: a record's end at or after them, in that segment. */
  bound(ordinal: number, index: number): number {
    const slot = Math.ceil(index / STRIDE);
    const inside = slot * STRIDE < (this.segments[ordinal + 1]?.first ?? this.size);
    return (inside ? this.offsets[slot] : this.segments[ordinal]?.byteLength) ?? 0;
  }

  /** Position of the segment that holds the fact `index`. */
  private ordinalOf(index: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.segments[middle]?.first ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
