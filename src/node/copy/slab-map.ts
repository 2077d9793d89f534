import { fnv1a, stirred } from "../../base/text-hash.js";

/** What stands before an entry's key: bytes of the key, u16, and of the value, u32. */
const HEAD_BYTES = 6;
/** No entry is longer: a leaf has 64 KiB, and a list some thousand keys. */
const SLAB_BYTES = 2 ** 25;
/** Of the table's places, so many at most are taken. */
const LOAD = 2 / 3;

/**
 * Bytes by keys of ASCII, many millions of them, outside the heap: a Map ends at 2²⁴ entries, and the
 * collector walks over what it holds again and again. An entry that outgrows its place is written
 * anew; once half of what is held is such leavings, everything is.
 */
export class SlabMap {
  #slabs: DataView[] = [];
  /** Where the next entry goes, counted through all slabs. */
  #end = 0;
  #leavings = 0;
  #count = 0;
  /** Open addressing: an entry's address plus 1, or 0 where the place is free, and its key's hash. */
  #addresses = new Float64Array(1024);
  #hashes = new Uint32Array(1024);

  /** A view that holds until the next `set`. */
  get(key: string): Uint8Array | undefined {
    const address = this.#addresses[this.#placeOf(key, hashOf(key))] as number;
    return address === 0 ? undefined : this.#value(address - 1);
  }

  set(key: string, value: Uint8Array): void {
    const hash = hashOf(key);
    const place = this.#placeOf(key, hash);
    const address = this.#addresses[place] as number;
    const room = address === 0 ? -1 : this.#value(address - 1).length;
    if (room === value.length) return this.#value(address - 1).set(value);
    this.#addresses[place] = 1 + this.#write(key, value);
    this.#hashes[place] = hash;
    if (room < 0 && ++this.#count > this.#addresses.length * LOAD) this.#widen();
    if (room >= 0) this.#leavings += HEAD_BYTES + key.length + room;
    if (this.#leavings > SLAB_BYTES && this.#leavings > this.#end / 2) this.#gather();
  }

  /** Where in the table the key stands, or would. */
  #placeOf(key: string, hash: number): number {
    const mask = this.#addresses.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const address = this.#addresses[place] as number;
      if (address === 0) return place;
      if (this.#hashes[place] === hash && this.#isKey(address - 1, key)) return place;
    }
  }

  #isKey(address: number, key: string): boolean {
    const slab = this.#slab(address);
    const at = address % SLAB_BYTES;
    if (slab.getUint16(at) !== key.length) return false;
    for (let i = 0; i < key.length; i++) {
      if (slab.getUint8(at + HEAD_BYTES + i) !== key.charCodeAt(i)) return false;
    }
    return true;
  }

  #value(address: number): Uint8Array {
    const slab = this.#slab(address);
    const at = address % SLAB_BYTES;
    const start = at + HEAD_BYTES + slab.getUint16(at);
    return new Uint8Array(slab.buffer, start, slab.getUint32(at + 2));
  }

  #write(key: string, value: Uint8Array): number {
    const length = HEAD_BYTES + key.length + value.length;
    const left = SLAB_BYTES - (this.#end % SLAB_BYTES);
    if (length > left) this.#end += left;
    if (this.#end === this.#slabs.length * SLAB_BYTES) {
      this.#slabs.push(new DataView(new ArrayBuffer(SLAB_BYTES)));
    }
    const address = this.#end;
    const slab = this.#slab(address);
    const at = address % SLAB_BYTES;
    slab.setUint16(at, key.length);
    slab.setUint32(at + 2, value.length);
    for (let i = 0; i < key.length; i++) slab.setUint8(at + HEAD_BYTES + i, key.charCodeAt(i));
    this.#value(address).set(value);
    this.#end += length;
    return address;
  }

  #widen(): void {
    const [addresses, hashes] = [this.#addresses, this.#hashes];
    this.#addresses = new Float64Array(addresses.length * 2);
    this.#hashes = new Uint32Array(hashes.length * 2);
    const mask = this.#addresses.length - 1;
    for (const [i, address] of addresses.entries()) {
      if (address === 0) continue;
      const hash = hashes[i] as number;
      let place = hash & mask;
      while (this.#addresses[place] !== 0) place = (place + 1) & mask;
      this.#addresses[place] = address;
      this.#hashes[place] = hash;
    }
  }

  /** Copies what counts into new slabs: for a moment both are held. */
  #gather(): void {
    const old = this.#slabs;
    [this.#slabs, this.#end, this.#leavings] = [[], 0, 0];
    for (const [place, stands] of this.#addresses.entries()) {
      if (stands === 0) continue;
      const slab = old[Math.floor((stands - 1) / SLAB_BYTES)] as DataView;
      const at = (stands - 1) % SLAB_BYTES;
      const keyEnd = at + HEAD_BYTES + slab.getUint16(at);
      const key = new Uint8Array(slab.buffer, at + HEAD_BYTES, keyEnd - at - HEAD_BYTES);
      const value = new Uint8Array(slab.buffer, keyEnd, slab.getUint32(at + 2));
      this.#addresses[place] = 1 + this.#write(String.fromCharCode(...key), value);
    }
  }

  #slab(address: number): DataView {
    return this.#slabs[Math.floor(address / SLAB_BYTES)] as DataView;
  }
}

/** The low bits, which choose the place, depend on all of the key. */
const hashOf = (key: string): number => stirred(fnv1a(key));
